package io.sallyport.broker.waiting;

import io.sallyport.broker.departure.DepartureViews;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.keys.Dormancy;
import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.broker.keys.Keys;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.ProviderDesks;
import io.sallyport.broker.provider.ProviderHead;
import io.sallyport.broker.service.Services;
import io.sallyport.broker.service.Sighting;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who has to know of what waits: whoever may do something about it, and nobody else. Blocking; safe for many threads. */
public final class WaitingViews {
    /** How long before a roster lapses or a service account ends it is spoken of, and of an account also so long afterwards. */
    public static final Duration AHEAD = Duration.ofDays(14);

    /** How long a key that was refused elsewhere is spoken of. */
    private static final Duration SIGHTED = Duration.ofDays(7);

    private final Keys keys;
    private final DepartureViews departures;
    private final ProviderDesks providers;
    private final Services services;
    private final InstantSource time;

    public WaitingViews(Keys keys, DepartureViews departures, ProviderDesks providers, Services services,
            InstantSource time) {
        this.keys = keys;
        this.departures = departures;
        this.providers = providers;
        this.services = services;
        this.time = time;
    }

    /** Keys, people who are held soon, invitations, rosters, service accounts; in this order, of each kind the most urgent first. */
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
        all.addAll(services(viewer));
        return List.copyOf(all);
    }

    private List<Waiting> services(Person viewer) {
        Instant now = time.instant();
        Map<PersonName, Sighting> sightings = services.desk().sightings();
        List<Waiting> all = new ArrayList<>();
        for (Person account : services.desk().answeredBy(viewer)) {
            Optional.ofNullable(sightings.get(account.name()))
                    .filter(each -> now.isBefore(each.at().plus(SIGHTED)))
                    .ifPresent(each -> all.add(new Waiting.KeyElsewhere(account, each)));
            if (services.stewardship().steward(account).isEmpty()) {
                all.add(new Waiting.ServiceUnowned(account));
            }
            account.service().map(ServiceAccount::until).filter(
                    until -> !now.plus(AHEAD).isBefore(until) && now.isBefore(until.plus(AHEAD)))
                    .ifPresent(until -> all.add(
                            new Waiting.ServiceEnds(account, until, !now.isBefore(until))));
        }
        return all;
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
