package io.sallyport.broker.target;

import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.TargetName;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Targets and their agents, held in memory: answers without I/O. Safe for many threads. */
public final class Targets {
    private record Snapshot(Map<TargetName, Target> byName, Map<String, AgentIdentity> bySpki,
            Map<TargetName, AgentIdentity> agents) {}

    private final TargetStore store;
    private final Engagements engagements;
    private final InstantSource time;
    private volatile Snapshot now;

    public Targets(TargetStore store, Engagements engagements, InstantSource time) {
        this.store = store;
        this.engagements = engagements;
        this.time = time;
        this.now = read(store);
    }

    public Optional<Target> byName(TargetName name) {
        return Optional.ofNullable(now.byName.get(name));
    }

    /** Every target, by name. */
    public Collection<Target> all() {
        return now.byName.values();
    }

    /**
     * The targets a person may know of: all for people of the company; for a provider's, those that a running
     * engagement covers.
     */
    public List<Target> visibleTo(Person person) {
        return all().stream().filter(target -> visible(person, target)).toList();
    }

    /** The target of that name if the person may know of it; absent and hidden look the same. */
    public Optional<Target> visibleTo(Person person, TargetName name) {
        return byName(name).filter(target -> visible(person, target));
    }

    /** The agent registered for a target. */
    public Optional<AgentIdentity> agentOf(TargetName name) {
        return Optional.ofNullable(now.agents.get(name));
    }

    /** The agent whose certificate key has this SHA-256 (hex, lower case). */
    public Optional<AgentIdentity> bySpki(String spki) {
        return Optional.ofNullable(now.bySpki.get(spki));
    }

    /** Reads the projection again. Blocks. */
    public void refresh() {
        now = read(store);
    }

    private boolean visible(Person person, Target target) {
        return person.internal()
                || engagements.covering(person.organisation(), target.labels(), time.instant()).isPresent();
    }

    private static Snapshot read(TargetStore store) {
        Map<TargetName, Target> byName = new LinkedHashMap<>();
        store.targets().forEach(target -> byName.put(target.name(), target));
        Map<String, AgentIdentity> bySpki = new LinkedHashMap<>();
        Map<TargetName, AgentIdentity> agents = new LinkedHashMap<>();
        store.agents().forEach(agent -> {
            bySpki.put(agent.spki(), agent);
            agents.put(agent.target(), agent);
        });
        return new Snapshot(Collections.unmodifiableMap(byName), bySpki, agents);
    }
}
