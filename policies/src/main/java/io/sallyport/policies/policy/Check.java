package io.sallyport.policies.policy;

import java.util.Optional;

/**
 * One condition of one rule, looked at.
 *
 * @param field the field of the rule: {@code who.group}, {@code where.env}, {@code login}
 * @param outcome what came out
 * @param wanted what the rule wants, for people
 * @param actual what there is, for people
 * @param remedy what would make it pass, for the requester; only where it did not
 */
public record Check(String field, Outcome outcome, String wanted, String actual, Optional<String> remedy) {
    /** Three values: what is not known is neither a yes nor a no. */
    public enum Outcome {
        PASSED, FAILED, UNKNOWN
    }

    static Check of(String field, boolean passed, String wanted, String actual, String remedy) {
        return new Check(field, passed ? Outcome.PASSED : Outcome.FAILED, wanted, actual,
                passed ? Optional.empty() : Optional.of(remedy));
    }

    static Check unknown(String field, String wanted, String what) {
        return new Check(field, Outcome.UNKNOWN, wanted, "not known", Optional.of(what));
    }

    /** In an allow rule only a yes counts: what is not known opens nothing. */
    public boolean passed() {
        return outcome == Outcome.PASSED;
    }
}
