package io.sallyport.broker.policy;

import java.time.Instant;

/**
 * A version that waits for a second person. There is at most one; a newer one takes its place, and a restart forgets it.
 *
 * @param changes against what was in force when it was proposed
 */
public record Proposal(PolicyVersion version, Instant at, PolicyChanges changes) {}
