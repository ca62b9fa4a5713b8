package io.sallyport.broker.service;

import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.identity.People;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Everything about accounts for automation, wired. */
public record Services(ServiceDesk desk, ServiceKeys keys, Stewardship stewardship, ForeignUse foreignUse) {
    /**
     * @param longestKey no key that is added lives longer
     * @param nanos monotonic
     */
    public static Services of(AuditTrail trail, People people, Engagements engagements,
            SightingStore sightings, Duration longestKey, LongSupplier nanos) {
        ServiceDesk desk = new ServiceDesk(trail, people, engagements, sightings);
        return new Services(desk, new ServiceKeys(trail, people, desk, longestKey),
                new Stewardship(trail, people), new ForeignUse(trail, nanos, task -> {
                    var _ = Thread.ofVirtual().name("foreign-use").start(task);
                }));
    }
}
