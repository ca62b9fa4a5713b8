package io.sallyport.broker.engagement;

import io.sallyport.policies.id.OrganisationName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Organisations and engagements, held in memory: answers without I/O. Safe for many threads. */
public final class Engagements {
    private record Snapshot(List<Organisation> organisations, List<Engagement> engagements,
            Set<OrganisationName> held) {}

    private final EngagementStore store;
    private volatile Snapshot now;

    public Engagements(EngagementStore store) {
        this.store = store;
        this.now = read(store);
    }

    public List<Organisation> organisations() {
        return now.organisations;
    }

    public Optional<Organisation> organisation(OrganisationName name) {
        return now.organisations.stream().filter(o -> o.name().equals(name)).findFirst();
    }

    /** Every engagement, running or over, by id. */
    public List<Engagement> all() {
        return now.engagements;
    }

    /** Providers that were off-boarded: nobody of them is enabled. */
    public Set<OrganisationName> held() {
        return now.held;
    }

    /** The engagement with that id, running or over. */
    public Optional<Engagement> byId(String id) {
        return now.engagements.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /**
     * The engagement that lets {@code provider} work on a target with these labels at {@code at}; of several the one
     * that ends last, because the longest contract decides how long a grant may be.
     */
    public Optional<Engagement> covering(OrganisationName provider, Map<String, String> labels, Instant at) {
        return now.engagements.stream()
                .filter(e -> e.provider().equals(provider) && e.runs(at) && e.covers(labels))
                .max(Comparator.comparing(Engagement::until));
    }

    /** Reads the projection again. Blocks. */
    public void refresh() {
        now = read(store);
    }

    private static Snapshot read(EngagementStore store) {
        return new Snapshot(List.copyOf(store.organisations()), List.copyOf(store.engagements()),
                Set.copyOf(store.held()));
    }
}
