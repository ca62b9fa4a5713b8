package io.sallyport.broker.console;

import io.sallyport.broker.session.PolicyEffects;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy as one viewer sees it.
 *
 * @param current the version in force
 * @param usable the folder can be used
 * @param problems why not, for those who can mend it
 * @param waiting what waits for a second person
 * @param history newest first
 */
record PolicyView(Version current, boolean usable, List<String> problems, @Nullable Waiting waiting,
        List<Version> history) {

    /**
     * A version that came into force.
     *
     * @param by who said yes, and whose account wanted it
     * @param commit of the folder, or empty
     */
    record Version(String hash, @Nullable Moment at, String by, String commit) {}

    /**
     * A version that waits.
     *
     * @param account that proposed it, or empty
     * @param decidable this viewer may say yes or no
     */
    record Waiting(String hash, Moment at, String account, String commit, List<String> changes,
            List<PolicyEffects.Section> effects, boolean decidable) {}
}
