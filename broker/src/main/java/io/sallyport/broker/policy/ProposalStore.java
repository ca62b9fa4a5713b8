package io.sallyport.broker.policy;

import java.time.Instant;
import java.util.Optional;

/** Reads from the projection which version waits for a second person. Blocking; safe for many threads. */
public interface ProposalStore {
    /**
     * A version that waits.
     *
     * @param hash of the version, 64 hex digits
     * @param place of the proposal in the journal
     * @param at when it was proposed
     * @param commit as in {@link PolicyVersion}
     * @param operatorUser as in {@link Proposal}
     */
    record Waiting(String hash, long place, Instant at, Optional<String> commit,
            Optional<String> operatorUser) {}

    Optional<Waiting> waiting();
}
