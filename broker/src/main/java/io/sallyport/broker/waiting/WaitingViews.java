package io.sallyport.broker.waiting;

import io.sallyport.broker.departure.DepartureViews;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.keys.Dormancy;
import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.broker.keys.Keys;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.ProviderDesks;
import io.sallyport.broker.provider.ProviderHead;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who has to know of what waits: whoever may do something about it, and nobody else. Blocking; safe for many threads. */
public final class WaitingViews {
    /** How long before a roster lapses it is spoken of. */
    public static final Duration AHEAD = Duration.ofDays(14);

    private final Keys keys;
    private final DepartureViews departures;
    private final ProviderDesks providers;
    private final InstantSource time;

    public WaitingViews(Keys keys, DepartureViews departures, ProviderDesks providers, InstantSource time) {
        this.keys = keys;
        this.departures = departures;
        this.providers = providers;
        this.time = time;
    }

    /** Keys, people who are held soon, invitations, rosters; in this order, of each kind the most urgent first. */
    public List<Waiting> of(Person viewer) {
        List<Waiting> all = new ArrayList<>();
        for (KeyProposal each : keys.desk().waiting(viewer)) {
            if (!each.person().equals(viewer.name())) {
                all.add(new Waiting.KeyWaits(each));
            }
        }
        // Only people of the company answer for others.
        for (Dormancy.Drowsy each : viewer.internal() ? keys.dormancy().soon() : List.<Dormancy.Drowsy>of()) {
            if (departures.answersFor(viewer, each.person())) {
                all.add(new Waiting.HeldSoon(each));
            }
        }
        for (Invitation each : providers.invitations().toConfirm(viewer)) {
            all.add(new Waiting.InvitationAsked(each));
        }
        all.addAll(rosters(viewer));
        return List.copyOf(all);
    }

    private List<Waiting> rosters(Person viewer) {
        Instant now = time.instant();
        List<Waiting.RosterDue> due = new ArrayList<>();
        for (ProviderHead each : providers.views().all(viewer)) {
            each.due().filter(by -> !now.plus(AHEAD).isBefore(by))
                    .ifPresent(by -> due.add(new Waiting.RosterDue(each.organisation().name(), by,
                            !now.isBefore(by))));
        }
        due.sort(Comparator.comparing(Waiting.RosterDue::by));
        return List.copyOf(due);
    }
}
