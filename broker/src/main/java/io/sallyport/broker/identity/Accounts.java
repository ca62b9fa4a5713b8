package io.sallyport.broker.identity;

import io.sallyport.policies.id.PersonName;
import java.util.Optional;

/**
 * The account directory behind people: where passwords and second factors live. The embedded one and Keycloak keep the same contract, and one
 * set of tests holds both to it. Every change may be repeated without harm. Blocking; safe for many threads. Every method throws
 * {@link AccountsUnavailableException} when the directory does not answer.
 */
public interface Accounts {
    /** What it is, for pages and for health. */
    String kind();

    /** True when an identity provider keeps them: then an account's subject is what it calls the person whom it signs in. */
    default boolean federated() {
        return false;
    }

    /** The account of that person, enabled or not; empty when there is none. */
    Optional<Account> find(PersonName person);

    /** Makes the account, or brings the one there is to what is wanted; does not enable one that was disabled. */
    Provisioned provision(NewAccount wanted);

    /** Nobody signs in with the account from now on, and every sign-in there is ends. Without an account nothing happens. */
    void disable(PersonName person);

    /** Undoes {@link #disable}. Sign-ins do not come back. Without an account nothing happens. */
    void enable(PersonName person);

    /** Ends every sign-in of the account; the person may sign in again. Without an account nothing happens. */
    void signOut(PersonName person);
}
