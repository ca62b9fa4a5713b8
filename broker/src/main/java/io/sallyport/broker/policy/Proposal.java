package io.sallyport.broker.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * A version that waits for a second person. There is at most one; a newer one takes its place. It outlives a restart.
 *
 * @param place of the proposal in the journal
 * @param at to the second
 * @param changes against what is in force
 * @param operatorUser account of the operating system that proposed it, as the admin socket tells it; absent when nobody can tell
 */
public record Proposal(PolicyVersion version, long place, Instant at, PolicyChanges changes,
        Optional<String> operatorUser) {
    public String hash() {
        return version.hash();
    }
}
