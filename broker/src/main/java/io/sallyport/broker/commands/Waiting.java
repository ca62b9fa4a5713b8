package io.sallyport.broker.commands;

import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.keys.Dormancy;
import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.policies.id.OrganisationName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What waits for somebody beside requests: keys and invitations that want their yes, people of theirs who are held soon. */
final class Waiting {
    /** How long before a roster lapses the inbox speaks of it. */
    private static final Duration AHEAD = Duration.ofDays(14);

    private Waiting() {}

    /** Lines for the inbox. */
    static List<String> lines(Call call) {
        Person viewer = call.person();
        List<String> lines = new ArrayList<>();
        for (KeyProposal each : call.desks().keys().desk().waiting(viewer)) {
            if (!each.person().equals(viewer.name())) {
                lines.add("a key of " + each.person() + " waits for a yes: ssh gw keys approve " + each.id()
                        + "   (" + each.fingerprint() + ")");
            }
        }
        for (Dormancy.Drowsy each : call.desks().keys().dormancy().soon()) {
            if (call.desks().departures().views().answersFor(viewer, each.person())) {
                lines.add(PeopleCommand.line(each));
            }
        }
        for (Invitation each : call.desks().providers().invitations().toConfirm(viewer)) {
            lines.add(each.inviter() + " of " + each.provider() + " asks to invite " + each.mail()
                    + ": ssh gw invite confirm " + each.id());
        }
        List<OrganisationName> due = call.desks().providers().rosters().dueWithin(AHEAD,
                call.desks().time().instant());
        for (Organisation each : call.desks().providers().invitations().providers(viewer)) {
            if (due.contains(each.name())) {
                lines.add("the people of " + each.name() + " have to be confirmed: ssh gw roster --provider "
                        + each.name());
            }
        }
        return lines;
    }
}
