package io.sallyport.policies.policy;

import java.util.Locale;

/** The three kinds of rule. None can do the work of another. */
public enum RuleKind {
    /** Opens a way. */
    ALLOW,
    /** Tightens every way that it fits; opens nothing. */
    REQUIRE,
    /** Closes every way that it fits, whatever opened it. */
    DENY;

    /** As written in files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
