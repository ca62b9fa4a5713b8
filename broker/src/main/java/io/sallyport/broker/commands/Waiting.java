package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.keys.Dormancy;
import io.sallyport.broker.keys.KeyProposal;
import java.util.ArrayList;
import java.util.List;

/** What waits for somebody beside requests: keys that want their yes, and people of theirs who are held soon. */
final class Waiting {
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
        return lines;
    }
}
