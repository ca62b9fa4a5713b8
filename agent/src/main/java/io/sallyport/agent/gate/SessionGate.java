package io.sallyport.agent.gate;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.host.Host;
import io.sallyport.agent.host.HostException;
import io.sallyport.agent.host.LocalAccount;
import io.sallyport.agent.host.SessionCage;
import io.sallyport.agent.record.SessionRecorder;
import io.sallyport.agent.record.Spool;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.evidence.recording.RecordingHeader;
import io.sallyport.evidence.recording.RecordingKey;
import io.sallyport.policies.grant.Ceiling;
import io.sallyport.policies.grant.CeilingOutcome;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a proven login becomes a session. In this order: the broker's clock, the grant under the host's ceiling, the account, the
 * recording, and last the broker's journal. Whatever is missing, there is no session. Safe for many threads.
 */
public final class SessionGate {

    /** What became of it. */
    public sealed interface Opening {
        /** It lives. */
        record Opened(LiveSession session) implements Opening {}

        /** {@code reason} is a stable code, {@code text} is for the engineer. */
        record Refused(String reason, String text) implements Opening {}
    }

    /**
     * What this host is and has.
     *
     * @param ceiling says which one holds at this moment
     */
    public record Setting(String target, Supplier<Ceiling> ceiling, Host host, Spool spool,
            RecordingKey recordingKey,
            Optional<Path> sftpServer) {}

    private static final Logger LOG = LoggerFactory.getLogger(SessionGate.class);

    private final Setting setting;
    private final SessionJournal journal;
    private final LiveSessions sessions;
    private final Consumer<SessionId> onRecording;
    private final InstantSource time;
    private final LongSupplier nanos;

    /** @param onRecording told once for each session whose recording has begun, so that it is uploaded */
    public SessionGate(Setting setting, SessionJournal journal, LiveSessions sessions,
            Consumer<SessionId> onRecording, InstantSource time, LongSupplier nanos) {
        this.setting = setting;
        this.journal = journal;
        this.sessions = sessions;
        this.onRecording = onRecording;
        this.time = time;
        this.nanos = nanos;
    }

    /** Blocks while the host is asked for the account and the broker for its journal. */
    public Opening open(SessionId id, ProvenLogin proven, InetSocketAddress engineer, EngineerLine line) {
        Opening opening = decide(id, proven, engineer, line);
        if (opening instanceof Opening.Refused(String reason, String text)) {
            LOG.info("session {} refused: {}: {}", id, reason, Sanitize.log(text));
        }
        return opening;
    }

    private Opening decide(SessionId id, ProvenLogin proven, InetSocketAddress engineer, EngineerLine line) {
        Optional<Opening> obstacle = obstacle(proven.grant());
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        return switch (setting.ceiling().get().apply(proven.grant())) {
            case CeilingOutcome.Refused(CeilingOutcome.Reason reason, String text) ->
                new Opening.Refused(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), text);
            case CeilingOutcome.Effective effective -> under(effective, id, proven, engineer, line);
        };
    }

    private Optional<Opening> obstacle(Grant grant) {
        if (sessions.count() >= AgentLimits.SESSIONS) {
            return refused("busy",
                    "The target has " + AgentLimits.SESSIONS + " sessions already; try later.");
        }
        Optional<String> broker = journal.obstacle();
        if (broker.isPresent()) {
            return refused("broker", broker.get());
        }
        Optional<String> room = setting.spool().refusal();
        if (room.isPresent()) {
            return refused("spool", room.get());
        }
        long alike = sessions.underGrant(grant.id());
        if (alike >= grant.rights().concurrent()) {
            return refused("concurrent",
                    "This grant has " + alike + " sessions already, and no more are allowed at once.");
        }
        return notKept(KeptProtections.missing(grant));
    }

    private static Optional<Opening> notKept(List<String> protections) {
        return protections.isEmpty()
                ? Optional.empty()
                : refused("protection", KeptProtections.text(protections) + ".");
    }

    private static Optional<Opening> refused(String reason, String text) {
        return Optional.of(new Opening.Refused(reason, text));
    }

    private Opening under(CeilingOutcome.Effective effective, SessionId id, ProvenLogin proven,
            InetSocketAddress engineer,
            EngineerLine line) {
        // The ceiling may ask for more than the grant did.
        Optional<Opening> missing = notKept(KeptProtections.missing(effective.rights()));
        if (missing.isPresent()) {
            return missing.get();
        }
        if (!effective.notAfter().isAfter(time.instant())) {
            return new Opening.Refused("grant-ended",
                    "The granted time is over. Ask again: ssh gw request ...");
        }
        Optional<LocalAccount> account;
        try {
            account = setting.host().account(proven.login());
        } catch (HostException e) {
            LOG.error("session {}: no account: {}", id, e.getMessage());
            return new Opening.Refused("account",
                    "The target's account database does not answer; try later.");
        }
        if (account.isEmpty()) {
            return new Opening.Refused("account", setting.host().servesOnlyItself()
                    ? "This target's agent is not root and serves only its own account."
                    : "The target has no account '" + proven.login() + "'.");
        }
        return recorded(effective, id, proven, account.get(), engineer, line);
    }

    private Opening recorded(CeilingOutcome.Effective effective, SessionId id, ProvenLogin proven,
            LocalAccount account,
            InetSocketAddress engineer, EngineerLine line) {
        SessionCage cage;
        SessionRecorder recorder;
        try {
            cage = setting.host().cage(id);
            recorder = SessionRecorder.create(setting.spool().file(id),
                    header(effective, id, proven, engineer),
                    setting.recordingKey(), nanos, time);
        } catch (HostException | RecordingException e) {
            LOG.error("session {} cannot start: {}", id, e.getMessage());
            return new Opening.Refused("recording",
                    "The target cannot record; without a recording there is no session.");
        }
        LiveSession session = new LiveSession(
                new SessionParts(id, proven.grant(), recorder, setting.host(), cage, account, engineer,
                        line,
                        journal, nanos, sessions::remove),
                new Lease(shorter(journal.lease(), proven.grant().lease()), nanos),
                new SessionTerms(new RightsGate(effective.rights(), setting.sftpServer()).underCeiling(
                        effective.rights().fieldsOtherThanIn(proven.grant().rights())),
                        new GrantEnd(effective.notAfter(), why(effective, proven), time, nanos),
                        proven.grant().epoch()));
        return begun(session, id, proven, recorder);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String why(CeilingOutcome.Effective effective, ProvenLogin proven) {
        Instant granted = proven.grant().notAfter();
        return effective.notAfter().isBefore(granted)
                ? SessionTerms.HOST
                : Sanitize.terminal(proven.grant().endReason());
    }

    private Opening begun(LiveSession session, SessionId id, ProvenLogin proven, SessionRecorder recorder) {
        LiveSessions.Added added = sessions.add(session, proven.grant().rights().concurrent());
        if (added != LiveSessions.Added.YES) {
            drop(id, recorder);
            return added == LiveSessions.Added.CLOSED
                    ? new Opening.Refused("agent-stopped",
                            "The target's agent is stopping; try again in a minute.")
                    : new Opening.Refused("concurrent",
                            "This grant has as many sessions as are allowed at once.");
        }
        // One that was put in force meanwhile has not found the session yet.
        session.under(setting.ceiling().get());
        return switch (journal.begin(id, proven.serial(), proven.grant().id(), proven.login())) {
            case SessionJournal.Answer.Began _ -> {
                onRecording.accept(id);
                session.renew();
                session.start();
                yield new Opening.Opened(session);
            }
            case SessionJournal.Answer.NotBegun(String reason, String text) -> {
                sessions.remove(session);
                drop(id, recorder);
                yield new Opening.Refused(Sanitize.terminal(reason), Sanitize.terminal(text));
            }
            case SessionJournal.Answer.Silence _ -> {
                // The journal may hold the beginning: an empty recording with an end is then the honest
                // answer.
                onRecording.accept(id);
                session.end(EndReason.TUNNEL_LOST, "the broker did not confirm the beginning");
                yield new Opening.Refused("broker", "The broker did not answer in time; try again.");
            }
        };
    }

    /** The broker knows of no such session, and nothing happened in it. */
    private void drop(SessionId id, SessionRecorder recorder) {
        try {
            recorder.close(EndReason.CLOSED, "not begun");
            setting.spool().delete(id);
        } catch (IOException | RecordingException e) {
            LOG.warn("session {}: its empty recording stays: {}", id, e.getMessage());
        }
    }

    private RecordingHeader header(CeilingOutcome.Effective effective, SessionId id, ProvenLogin proven,
            InetSocketAddress engineer) {
        Grant grant = proven.grant();
        Map<String, String> extra = new HashMap<>();
        extra.put("organisation", grant.organisation().value());
        extra.put("source", engineer.getAddress().getHostAddress());
        extra.put("key", proven.fingerprint());
        extra.put("rule", grant.rule().value());
        extra.put("until", effective.notAfter().toString());
        grant.ticket().ifPresent(ticket -> extra.put("ticket", cut(ticket)));
        extra.put("reason", cut(grant.reason()));
        if (!effective.narrowedBy().isEmpty()) {
            extra.put("narrowed-by", cut(String.join(", ", effective.narrowedBy())));
        }
        return new RecordingHeader(RecordingHeader.FORMAT, id.value(), setting.target(),
                proven.login().value(),
                grant.person().value(), grant.id().value(), proven.serial(), time.instant(),
                grant.policyHash(),
                setting.recordingKey().publicHex(), extra);
    }

    private static String cut(String text) {
        return text.length() > 1000 ? text.substring(0, 1000) : text;
    }
}
