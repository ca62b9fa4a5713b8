/** The embedded directory of accounts: passwords, one-time codes, passkeys and recovery codes, where no identity provider keeps them. */
@NullMarked
package io.sallyport.broker.account;

import org.jspecify.annotations.NullMarked;
