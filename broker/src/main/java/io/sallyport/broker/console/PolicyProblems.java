package io.sallyport.broker.console;

import io.sallyport.broker.policy.PolicyOutcome;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How the policy desk's no looks over HTTP. */
final class PolicyProblems {
    private static final Logger LOG = Logger.getLogger(PolicyProblems.class.getName());
    static final Problem NOT_YOURS = Problem.forbidden("role",
            "Policies are shown to approvers and administrators of the company, and to auditors.");

    /** A decision of the desk. */
    interface Decision {
        PolicyOutcome take() throws IOException;
    }

    private PolicyProblems() {}

    /** What the desk said, as {@code done} shows it, or why not. */
    static Reply answered(Decision decision, Function<PolicyOutcome, Reply> done) {
        try {
            PolicyOutcome outcome = decision.take();
            return outcome instanceof PolicyOutcome.Refused(PolicyOutcome.Reason reason, String text)
                    ? Reply.refused(Problem.of(status(reason), code(reason), "Refused", Text.plain(text)))
                    : done.apply(outcome);
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "a policy can't be kept", e);
            return Reply.refused(Problem.of(503, "not-kept", "Nothing was changed",
                    "The policy can't be kept on disk now. Try again later."));
        }
    }

    private static String code(PolicyOutcome.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int status(PolicyOutcome.Reason reason) {
        return switch (reason) {
            case NOT_SECOND_PERSON -> 403;
            case SHORT_HASH, REASON_MISSING -> 400;
            case NO_SUCH_PROPOSAL -> 409;
        };
    }
}
