package io.sallyport.agent.gate;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.grant.Rights;
import io.sallyport.wire.text.Sanitize;
import java.util.List;
import java.util.Set;

/** The protections this agent keeps. Rights that need any other are not served: it would silently be missing. */
public final class KeptProtections {

    private static final Set<String> KEPT = Set.of(Protections.END, Protections.LEASE,
            Protections.RECORD_OUTPUT,
            Protections.RECORD_INPUT, Protections.IDLE, Protections.EXEC_LIST, Protections.LISTS_DETACHED);

    private KeptProtections() {}

    /** Their names, sorted, for the broker: it does not send what this agent would not understand. */
    public static List<String> names() {
        return KEPT.stream().sorted().toList();
    }

    /** What a grant asks for and this agent does not keep. */
    static List<String> missing(Grant grant) {
        return Protections.notUnderstood(grant, KEPT);
    }

    /** What rights need and this agent does not keep. */
    static List<String> missing(Rights rights) {
        return Protections.neededBy(rights).stream().filter(name -> !KEPT.contains(name)).toList();
    }

    /** In words for the engineer, without a full stop. */
    static String text(List<String> missing) {
        return "This grant needs a protection this target's agent does not have: "
                + Sanitize.terminal(String.join(", ", missing));
    }
}
