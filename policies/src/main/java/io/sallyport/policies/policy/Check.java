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
    static final String NOT_KNOWN = "not known";
    /** Field of the check that keeps an emergency and an ordinary request apart. */
    static final String EMERGENCY = "emergency";
    /** Field of the check that keeps away rules other than the one that is asked for. */
    static final String NAMED = "rule";

    /** Three values: what is not known is neither a yes nor a no. */
    public enum Outcome {
        PASSED, FAILED, UNKNOWN
    }

    static Check of(String field, boolean passed, String wanted, String actual, String remedy) {
        return passed ? passed(field, wanted, actual) : failed(field, wanted, actual, remedy);
    }

    static Check passed(String field, String wanted, String actual) {
        return new Check(field, Outcome.PASSED, wanted, actual, Optional.empty());
    }

    static Check failed(String field, String wanted, String actual, String remedy) {
        return new Check(field, Outcome.FAILED, wanted, actual, Optional.of(remedy));
    }

    static Check unknown(String field, String wanted, String remedy) {
        return new Check(field, Outcome.UNKNOWN, wanted, NOT_KNOWN, Optional.of(remedy));
    }
}
