package io.sallyport.broker.request;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.maintenance.Maintenances;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.ticket.Tickets;
import io.sallyport.policies.grant.ApprovedBy;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the broker knows now of who asks for what, as facts that policy decides with: the one place where they are put together. Safe for many
 * threads.
 */
public final class PresentFacts {
    private final Tickets tickets;
    private final Maintenances maintenances;

    public PresentFacts(Tickets tickets, Maintenances maintenances) {
        this.tickets = tickets;
        this.maintenances = maintenances;
    }

    /** For a request that is decided now: the ticket system is asked. Blocks on the network, so never under the lock of the trail. */
    Circumstances asking(PersonName requester, Optional<String> ticket, Arrival arrival) {
        return new Circumstances(arrival, tickets.ask(ticket), Set.of(requester));
    }

    /** For a request that is only explained. */
    Circumstances explaining(PersonName requester, Optional<String> ticket, Arrival arrival) {
        return new Circumstances(arrival, tickets.now(ticket), Set.of(requester));
    }

    /** For a session that would begin under a grant now: what is known of the ticket must not be old. */
    Circumstances beginning(Grant grant, Arrival arrival) {
        return new Circumstances(arrival, tickets.now(grant.ticket()), involved(grant));
    }

    /**
     * For a session that runs: the ticket is what it was when it was last known. So a ticket system that is away neither ends nor tightens what
     * was begun while it answered, by no kind of rule; what it says when it is back counts at once.
     */
    Circumstances running(Grant grant, Arrival arrival) {
        return new Circumstances(arrival, tickets.last(grant.ticket()), involved(grant));
    }

    private static Set<PersonName> involved(Grant grant) {
        Set<PersonName> people = new HashSet<>();
        people.add(grant.person());
        grant.approvals().stream().map(ApprovedBy::person).forEach(people::add);
        return people;
    }

    /** @param at when the work would begin, or goes on */
    Facts of(Person by, Target target, LoginName login, Circumstances given, Instant at, Duration asked) {
        var requester = new Facts.Requester(by.name(), by.kind(), by.organisation(), Optional.of(by.groups()),
                Optional.of(given.arrival().shown()), given.arrival().source());
        var where = new Facts.Target(target.name(), target.labels(), target.owner());
        return Facts.of(requester, where, login, at, asked).withTicket(given.ticket().fact())
                .withMaintenance(maintenances.openUntil(target, at, given.involved()));
    }
}
