package io.sallyport.agent.gate;

import io.sallyport.policies.grant.Rights;
import java.time.Instant;

/**
 * What the broker wants of a session that goes on: no more than these rights, until then at the latest.
 *
 * @param epoch rises with every order for the session
 * @param why what ends at {@code end}, in the broker's words, foreign
 * @param policyHash of the policy it comes from, hex
 * @param text for the engineer, foreign
 */
public record NarrowOrder(long epoch, Rights rights, Instant end, String why, String policyHash,
        String text) {}
