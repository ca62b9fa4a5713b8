package io.sallyport.agent.gate;

import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingException;
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
                case SessionTerms.Weighed.Beyond(SessionTerms heard, String why) -> beyond(order, heard, why);
                case SessionTerms.Weighed.Tighter(SessionTerms tighter, List<String> fields) ->
                    tighten(order, tighter, fields);
            };
        } finally {
            lock.unlock();
        }
    }

    private NarrowOutcome old(NarrowOrder order) {
        String what = "an order to narrow with epoch " + order.epoch() + " after " + terms.epoch();
        LOG.warn("session {} refused {}", session.id(), what);
        session.note(new Frame.Notice("refused: " + what));
        return new NarrowOutcome.Refused("old-epoch",
                "The session has followed epoch " + terms.epoch() + ".");
    }

    private NarrowOutcome beyond(NarrowOrder order, SessionTerms heard, String why) {
        session.note(new Frame.Notice(named(order) + " cannot be kept: " + why));
        terms = heard;
        session.end(EndReason.REVOKED, why);
        return new NarrowOutcome.Refused("protection", why + ".");
    }

    private NarrowOutcome tighten(NarrowOrder order, SessionTerms tighter, List<String> fields) {
        String changed = fields.isEmpty() ? "nothing" : String.join(", ", fields);
        try {
            session.record(new Frame.Notice(
                    named(order) + " narrows " + changed + "; the end is " + tighter.end().instant()));
        } catch (RecordingException e) {
            return new NarrowOutcome.Refused("session-over", "The session cannot be recorded any more.");
        }
        LOG.info("session {}: epoch {} narrows {}", session.id(), order.epoch(), changed);
        SessionTerms before = terms;
        // From here on new channels are judged by it; those that were judged before are found below.
        terms = tighter;
        if (!fields.isEmpty() && !channels.isEmpty()) {
            announce(order, before, tighter);
        }
        return new NarrowOutcome.Narrowed(tighter.end().instant(), fields);
    }

    private void announce(NarrowOrder order, SessionTerms before, SessionTerms now) {
        List<String> lines = new ArrayList<>();
        lines.add("[sallyport] Your access became narrower"
                + (order.text().isBlank() ? "." : ": " + Sanitize.terminal(order.text())));
        if (now.end() != before.end()) {
            lines.add(now.end().announcement());
        }
        lines.forEach(line -> session.note(new Frame.Notice(line)));
        channels.narrow(lines, use -> now.rights().lost(use, before.rights()));
    }

    private static String named(NarrowOrder order) {
        return "order with epoch " + order.epoch() + " of policy " + order.policyHash();
    }
}
