package io.sallyport.broker.request;

import io.sallyport.policies.policy.PolicySnapshot;

/** The policy that decides: the one in force, or one that is only tried out. Safe for many threads. */
public interface CurrentPolicy {
    PolicySnapshot current();
}
