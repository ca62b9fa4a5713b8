package io.sallyport.broker.oidc;

import io.sallyport.policies.id.PersonName;
import java.util.Optional;

/** What else ends with somebody's sign-in at the provider. Blocking; safe for many threads. */
public interface SignOuts {
    /** Nothing does. */
    SignOuts NONE = new SignOuts() {
        @Override
        public int reached(PersonName person, Optional<String> signIn) {
            return 0;
        }

        @Override
        public int signedOut(PersonName person, Optional<String> signIn, Runnable browsers) {
            browsers.run();
            return 0;
        }
    };

    /**
     * How many SSH sessions would end.
     *
     * @param signIn the provider's id of the sign-in; empty: all of the person's
     */
    int reached(PersonName person, Optional<String> signIn);

    /**
     * The provider says that it is over. Returns how many SSH sessions were told to end.
     *
     * @param browsers ends the console sessions; it is run once, whatever becomes of the rest
     */
    int signedOut(PersonName person, Optional<String> signIn, Runnable browsers);
}
