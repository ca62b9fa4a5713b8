@NullMarked
package io.sallyport.broker.keycloak;

import org.jspecify.annotations.NullMarked;
