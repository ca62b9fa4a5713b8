/** How the people of providers come and stay: invitations, terms, rosters. */
@NullMarked
package io.sallyport.broker.provider;

import org.jspecify.annotations.NullMarked;
