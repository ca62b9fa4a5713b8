/**
 * Keycloak by its admin API: accounts, people synchronised from it, and a realm set up for Sallyport. The only package that knows
 * the admin client.
 */
@NullMarked
package io.sallyport.broker.keycloak;

import org.jspecify.annotations.NullMarked;
