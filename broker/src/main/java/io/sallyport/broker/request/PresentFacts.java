package io.sallyport.broker.request;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.policy.Fact;
import io.sallyport.policies.policy.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the broker knows now of who asks for what, as facts that policy decides with. */
final class PresentFacts {
    private PresentFacts() {}

    /** All but the time, which {@link Facts#withTime} gives. */
    static Facts of(Person by, Target target, LoginName login, Optional<String> ticket) {
        var requester = new Facts.Requester(by.name(), by.organisation(), Optional.of(by.groups()),
                Optional.empty(), Optional.empty());
        var where = new Facts.Target(target.name(), target.labels(), target.owner());
        return Facts.of(requester, where, login, Instant.EPOCH, Duration.ofSeconds(1))
                // No ticket system is asked: what somebody typed is not known to be a ticket.
                .withTicket(ticket.isPresent() ? Fact.unknown() : Fact.absent())
                .withMaintenance(Fact.absent());
    }
}
