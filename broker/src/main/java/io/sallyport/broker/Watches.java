package io.sallyport.broker;

import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.ticket.TicketRefresh;
import io.sallyport.wire.Limits;
import java.time.Duration;

/** What happens by itself: on a timer, and after events. Stateless. */
final class Watches {
    private static final Duration PEOPLE_EVERY = Duration.ofMinutes(5);

    private Watches() {}

    /** Starts all of it; it stops with the broker. */
    static void start(Means means, Domain domain) {
        Ticker ticker = means.ticker();
        ticker.every(Limits.LEASE_RENEWAL, "lease check", domain.leases()::check);
        ticker.every(Limits.LEASE_RENEWAL, "request expiry", domain.requests()::expireOverdue);
        ticker.every(Limits.LEASE_RENEWAL, "overdue reviews", domain.reviews()::reportOverdue);
        ticker.every(Limits.LEASE_RENEWAL, "engagements that end",
                () -> domain.departures().desk().endOverdue(means.time().instant()));
        ticker.every(Duration.ofDays(1), "dormancy", domain.keys().dormancy()::check);
        Feed feed = domain.trail().feed();
        means.closing().add("departure watch", domain.departures().closure().watch(feed));
        means.closing().add("service account watch", domain.services().stewardship().watch(feed));
        ticker.every(Limits.LEASE_RENEWAL, "service accounts", domain.services().stewardship()::check);
        domain.departures().ownership().check();
        domain.keys().dormancy().check();
        ticker.every(Duration.ofDays(1), "ownership", domain.departures().ownership()::check);
        ticker.every(PEOPLE_EVERY, "overdue invitations",
                domain.providers().invitations()::expireOverdue);
        ticker.every(PEOPLE_EVERY, "rosters", domain.providers().rosters()::lapse);
        means.closing().add("lease watch", domain.leases().watch(feed));
        if (domain.tickets().configured()) {
            means.closing().add("ticket refresh",
                    TicketRefresh.start(domain.tickets(), domain.requestViews()::tickets, means.random()));
        }
    }
}
