package io.sallyport.broker.session;

import io.sallyport.policies.grant.Rights;
import java.time.Instant;

/**
 * What a running session is left with. Its agent meets it with what holds there, so it takes away and never gives.
 *
 * @param epoch rises with every order for the session, from above the epoch of its grant; an agent refuses one that does not
 * @param rights what may still be done at most
 * @param end when it ends at the latest
 * @param why why it ends then, for people
 * @param policyHash of the policy it comes from, 64 hex digits
 * @param text for the engineer
 */
public record NarrowOrder(long epoch, Rights rights, Instant end, String why, String policyHash,
        String text) {}
