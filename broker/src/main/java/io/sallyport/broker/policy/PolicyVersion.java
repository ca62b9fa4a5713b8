package io.sallyport.broker.policy;

import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.policy.PolicySource;
import java.util.Optional;

/**
 * A policy that compiled and whose own tests hold.
 *
 * @param snapshot compiled from {@code source}
 * @param commit what git had checked out where the folder stands, 40 or 64 hex digits; whether the files were changed since
 *     is not known
 */
public record PolicyVersion(PolicySource source, PolicySnapshot snapshot, Optional<String> commit) {
    public String hash() {
        return snapshot.hash();
    }
}
