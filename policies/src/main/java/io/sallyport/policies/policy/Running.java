package io.sallyport.policies.policy;

import java.util.Locale;

/** What becomes of a session that is running when the policy begins to refuse it. */
public enum Running {
    /** It is warned and ends after the broker's grace. */
    AFTER_GRACE,
    /** It ends at once. */
    TERMINATE_NOW;

    /** As written in files: {@code after-grace}, {@code terminate-now}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
