package io.sallyport.broker.identity;

import java.util.Optional;

/** What came of asking for an account. */
public sealed interface Provisioned {
    /** There was none, and there is one now. A class and not a record because the password is a secret. */
    final class Made implements Provisioned {
        private final Optional<String> firstPassword;

        public Made(Optional<String> firstPassword) {
            this.firstPassword = firstPassword;
        }

        /**
         * To be shown to the person once and kept nowhere; has to be changed at the first sign-in. Empty: the person chooses one with the link
         * they get.
         */
        public Optional<String> firstPassword() {
            return firstPassword;
        }

        @Override
        public String toString() {
            return "account made (secret)";
        }
    }

    /** There is one already, which now has what was asked for. */
    record Existing() implements Provisioned {}

    /** The directory does not take it. {@code why}: for the person who asked. */
    record Refused(String why) implements Provisioned {}
}
