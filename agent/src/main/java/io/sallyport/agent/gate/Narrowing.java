package io.sallyport.agent.gate;

import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.policies.grant.Ceiling;
import io.sallyport.policies.grant.CeilingOutcome;
import io.sallyport.policies.grant.Grant;
import io.sallyport.wire.text.Sanitize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terms of one session, and the only place that changes them: first the recording, then the new terms, then what follows from
 * them for the open channels. A session that cannot be kept as narrow as ordered is ended. Safe for many threads.
 */
final class Narrowing {

    private static final Logger LOG = LoggerFactory.getLogger(Narrowing.class);

    /**
     * Who wants less.
     *
     * @param name for recording and log
     * @param text for the engineer, clean; may be empty
     */
    private record Cause(String name, String text) {
        private static final Cause CEILING = new Cause("this host's ceiling",
                "This host's ceiling was changed.");

        static Cause of(NarrowOrder order) {
            return new Cause("order with epoch " + order.epoch() + " of policy " + order.policyHash(),
                    order.text().isBlank() ? "" : Sanitize.terminal(order.text()));
        }
    }

    private final LiveSession session;
    private final OpenChannels channels;
    /** One order after the other. */
    private final ReentrantLock lock = new ReentrantLock();
    private volatile SessionTerms terms;

    Narrowing(LiveSession session, OpenChannels channels, SessionTerms terms) {
        this.session = session;
        this.channels = channels;
        this.terms = terms;
    }

    /** What holds at this moment. */
    SessionTerms terms() {
        return terms;
    }

    /** Does not block on a client. */
    NarrowOutcome follow(NarrowOrder order) {
        lock.lock();
        try {
            if (!session.alive()) {
                return new NarrowOutcome.Refused("session-over", "The session is over.");
            }
            return switch (terms.weigh(order)) {
                case SessionTerms.Weighed.Old _ -> old(order);
                case SessionTerms.Weighed.Beyond(SessionTerms heard, String why) ->
                    beyond(Cause.of(order), heard, why);
                case SessionTerms.Weighed.Tighter(SessionTerms tighter, List<String> fields) ->
                    tighten(Cause.of(order), tighter, fields);
            };
        } finally {
            lock.unlock();
        }
    }

    /**
     * The host's ceiling is this by now. A session that it does not serve any more ends at once: whoever owns the host has the last word,
     * and the broker has no say in it.
     *
     * @param grant as it was given
     */
    void under(Ceiling ceiling, Grant grant) {
        lock.lock();
        try {
            if (!session.alive()) {
                return;
            }
            NarrowOutcome outcome = switch (ceiling.apply(grant)) {
                case CeilingOutcome.Refused(_, String text) -> beyond(Cause.CEILING, terms, text);
                case CeilingOutcome.Effective left -> under(left);
            };
            if (outcome instanceof NarrowOutcome.Refused(_, String text)) {
                LOG.warn("session {} ends under the ceiling: {}", session.id(), Sanitize.log(text));
            }
        } finally {
            lock.unlock();
        }
    }

    private NarrowOutcome under(CeilingOutcome.Effective left) {
        return switch (terms.under(left)) {
            case SessionTerms.Weighed.Beyond(SessionTerms same, String why) ->
                beyond(Cause.CEILING, same, why);
            case SessionTerms.Weighed.Tighter(SessionTerms tighter, List<String> fields) ->
                fields.isEmpty()
                        ? new NarrowOutcome.Narrowed(terms.end().instant(), fields)
                        : tighten(Cause.CEILING, tighter, fields);
            case SessionTerms.Weighed.Old _ -> throw new IllegalStateException("a ceiling has no epoch");
        };
    }

    private NarrowOutcome old(NarrowOrder order) {
        String what = "an order to narrow with epoch " + order.epoch() + " after " + terms.epoch();
        LOG.warn("session {} refused {}", session.id(), what);
        session.note(new Frame.Notice("refused: " + what));
        return new NarrowOutcome.Refused("old-epoch",
                "The session has followed epoch " + terms.epoch() + ".");
    }

    private NarrowOutcome beyond(Cause cause, SessionTerms heard, String reason) {
        String why = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
        session.note(new Frame.Notice(cause.name() + " cannot be kept: " + why));
        terms = heard;
        session.end(EndReason.REVOKED, why);
        return new NarrowOutcome.Refused("protection", why + ".");
    }

    private NarrowOutcome tighten(Cause cause, SessionTerms tighter, List<String> fields) {
        String changed = fields.isEmpty() ? "nothing" : String.join(", ", fields);
        try {
            session.record(new Frame.Notice(
                    cause.name() + " narrows " + changed + "; the end is " + tighter.end().instant()));
        } catch (RecordingException e) {
            return new NarrowOutcome.Refused("session-over", "The session cannot be recorded any more.");
        }
        LOG.info("session {}: {} narrows {}", session.id(), cause.name(), changed);
        SessionTerms before = terms;
        // From here on new channels are judged by it; those that were judged before are found below.
        terms = tighter;
        if (!fields.isEmpty() && !channels.isEmpty()) {
            announce(cause, before, tighter);
        }
        return new NarrowOutcome.Narrowed(tighter.end().instant(), fields);
    }

    private void announce(Cause cause, SessionTerms before, SessionTerms now) {
        List<String> lines = new ArrayList<>();
        lines.add("[sallyport] Your access became narrower"
                + (cause.text().isEmpty() ? "." : ": " + cause.text()));
        if (now.end() != before.end()) {
            lines.add(now.end().announcement());
        }
        lines.forEach(line -> session.note(new Frame.Notice(line)));
        channels.narrow(lines, use -> now.rights().lost(use, before.rights()));
    }
}
