package io.sallyport.broker.request;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.policy.Running;

/** What the policy in force now, with the facts of now, leaves of a grant that was given earlier. Never more than was given. */
public sealed interface PresentTerms {
    /** As much as was given, or more: nothing changes. */
    record Unchanged() implements PresentTerms {}

    /**
     * Less.
     *
     * @param grant the same grant with fewer rights or an earlier end, which lies ahead
     * @param text for the engineer
     */
    record Tighter(Grant grant, String text) implements PresentTerms {}

    /**
     * Nothing.
     *
     * @param text for the engineer: the rule and the reason
     * @param running what becomes of sessions under it
     * @param policyHash of the policy that says so
     */
    record Gone(String text, Running running, String policyHash) implements PresentTerms {}
}
