/** Accounts for automation: who answers for them, their keys, and what happens when nobody does. */
@NullMarked
package io.sallyport.broker.service;

import org.jspecify.annotations.NullMarked;
