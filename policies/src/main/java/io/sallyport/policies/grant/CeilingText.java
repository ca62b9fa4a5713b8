package io.sallyport.policies.grant;

import io.sallyport.policies.yaml.Durations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A ceiling in plain words, one fact per line. */
public final class CeilingText {

    private CeilingText() {}

    /** What it leaves of every grant. */
    public static List<String> lines(Ceiling ceiling) {
        List<String> lines = new ArrayList<>();
        lines.add("logins: " + names(ceiling.logins(), "every account but root"));
        lines.add("providers: " + names(ceiling.providers(), "every organisation"));
        lines.add("at most " + Durations.text(ceiling.max()) + " from the beginning of a grant");
        Ceiling.Approvals approvals = ceiling.approvals();
        lines.add("grants that " + approvals.atLeast()
                + (approvals.atLeast() == 1 ? " person" : " people") + " or more approved; "
                + (approvals.automatic() ? "also" : "none") + " of those that nobody approved; "
                + (approvals.breakGlass() ? "also" : "no") + " emergency access");
        lines.addAll(GrantText.rights(ceiling.rights()));
        return List.copyOf(lines);
    }

    private static String names(Optional<? extends Set<?>> names, String all) {
        return names.map(Collection::stream)
                .map(each -> String.join(", ", each.map(Object::toString).sorted().toList())).orElse(all);
    }
}
