package io.sallyport.broker.keycloak;

import java.util.List;

/**
 * What became of one thing when a realm was set up.
 *
 * @param thing in words, such as {@code client sallyport-console}
 * @param details what was not as wanted, by name; never a value
 */
public record Step(String thing, Outcome outcome, List<String> details) {
    /** Codes are printed for programs. */
    public enum Outcome {
        AS_WANTED, MADE, CHANGED
    }

    public Step {
        details = List.copyOf(details);
    }

    /** True when something was, or is to be, changed. */
    public boolean change() {
        return outcome != Outcome.AS_WANTED;
    }
}
