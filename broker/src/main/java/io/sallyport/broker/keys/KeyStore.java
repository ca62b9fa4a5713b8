package io.sallyport.broker.keys;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads keys that wait from the projection. Blocking; safe for many threads. */
public interface KeyStore {
    /** Oldest first. */
    List<KeyProposal> waiting();

    /** {@code warned}: when it was said that they are held soon; empty: not since they were seen. */
    record Seen(Instant at, Optional<Instant> warned) {}

    /** When people were last seen; whoever is missing never had a key and never came. */
    Map<PersonName, Seen> seen();
}
