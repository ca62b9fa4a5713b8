package io.sallyport.broker.recording;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.RecordingEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.RequestStore;
import io.sallyport.broker.session.SessionStore;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.evidence.recording.RecordingHeader;
import io.sallyport.evidence.recording.RecordingVerifier;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Recordings, one file each ({@code <session>.rec}, mode 0600): taken in from agents, checked byte by byte, shown to those
 * who may see them. Blocking; safe for many threads.
 */
public final class RecordingVault {
    private static final Logger LOG = Logger.getLogger(RecordingVault.class.getName());

    private final Path folder;
    private final AuditTrail trail;
    private final SessionStore sessions;
    private final RequestStore requests;
    private final Set<SessionId> arriving = ConcurrentHashMap.newKeySet();

    /** {@code folder}: exists, mode 0700. */
    public RecordingVault(Path folder, AuditTrail trail, SessionStore sessions, RequestStore requests) {
        this.folder = folder;
        this.trail = trail;
        this.sessions = sessions;
        this.requests = requests;
    }

    /**
     * Starts or goes on taking in a recording. Only from the agent that owned the session, only for a session that began,
     * one connection at a time.
     */
    public IntakeOutcome intake(SessionId id, AgentIdentity agent) {
        Optional<SessionSummary> found = sessions.session(id)
                .filter(session -> session.session().target().equals(agent.target())
                        && session.beganAt().isPresent());
        if (found.isEmpty()) {
            return new IntakeOutcome.Refused("The broker does not know this session of this agent.");
        }
        SessionSummary session = found.get();
        return switch (session.recording()) {
            case COMPLETE -> verify(id) instanceof Verdict.Whole whole
                    ? new IntakeOutcome.Complete(whole.totals().acceptedBytes(), whole.totals().hash())
                    : new IntakeOutcome.Refused("The recording in the vault does not verify any more.");
            case DAMAGED -> new IntakeOutcome.Refused("This recording arrived damaged.");
            case NONE -> open(session);
        };
    }

    private IntakeOutcome open(SessionSummary session) {
        SessionId id = session.session().id();
        if (!arriving.add(id)) {
            return new IntakeOutcome.Refused("This recording is arriving on another connection.");
        }
        boolean opened = false;
        try {
            Path path = file(id);
            if (!Files.exists(path)) {
                Files.createFile(path,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            RecordingIntake intake = new RecordingIntake(
                    FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    () -> new RecordingVerifier(Optional.of(id.value()),
                            Optional.of(session.session().recordingKey())),
                    header -> mismatch(session, header), outcome(session), () -> arriving.remove(id));
            opened = true;
            return answer(intake);
        } catch (IOException e) {
            throw new RecordingException("a recording can't be opened", e);
        } finally {
            if (!opened) {
                arriving.remove(id);
            }
        }
    }

    private static IntakeOutcome answer(RecordingIntake intake) {
        Optional<Progress> settled = Optional.empty();
        boolean going = false;
        try {
            settled = intake.settled();
            going = settled.isEmpty();
        } finally {
            if (!going) {
                intake.close();
            }
        }
        return settled.<IntakeOutcome>map(progress -> switch (progress) {
            case Progress.Complete(long size, String rootHash) -> new IntakeOutcome.Complete(size, rootHash);
            case Progress.Damaged(long _, String why) -> new IntakeOutcome.Refused(why);
            case Progress.Acked _ -> throw new IllegalStateException("a whole recording is not on its way");
        }).orElseGet(() -> new IntakeOutcome.Accepted(intake));
    }

    private RecordingIntake.Outcome outcome(SessionSummary session) {
        SessionId id = session.session().id();
        Actor agent = Actor.agentOf(session.session().target());
        return new RecordingIntake.Outcome() {
            @Override
            public void complete(long size, String rootHash) {
                trail.record(
                        at -> new RecordingEvent.RecordingCompleted(at, agent, id, rootHash, size, "whole"));
            }

            @Override
            public void damaged(long offset, String why) {
                LOG.log(Level.SEVERE, "recording damaged session={0} offset={1} why={2}",
                        new Object[]{id, offset, why});
                trail.record(at -> new RecordingEvent.RecordingDamaged(at, agent, id, offset, why));
            }
        };
    }

    private static Optional<String> mismatch(SessionSummary session, RecordingHeader header) {
        boolean same = header.session().equals(session.session().id().value())
                && header.target().equals(session.session().target().value())
                && header.person().equals(session.session().person().value())
                && session.login().map(LoginName::value).filter(header.login()::equals).isPresent()
                && session.grant().map(GrantId::value).filter(header.grant()::equals).isPresent()
                && session.serial().filter(serial -> serial == header.serial()).isPresent();
        return same ? Optional.empty() : Optional.of("the header is of another session");
    }

    /**
     * The file, for this viewer to look at {@code how} (replay, transcript, cast, file); committed to the journal first.
     * Allowed: auditors, and the approvers of the grant. Empty: not allowed, or nothing has arrived.
     */
    public Optional<Path> recording(Person viewer, SessionId id, String how) {
        return trail.commit(at -> sessions.session(id).filter(session -> maySee(viewer, session))
                .map(session -> file(session.session().id())).filter(Files::exists)
                .map(path -> Ruling.of(Optional.of(path),
                        new RecordingEvent.RecordingViewed(at, Actor.of(viewer.name()), id, viewer.name(),
                                how)))
                .orElseGet(() -> Ruling.of(Optional.empty())));
    }

    /** True when {@link #recording} would let this person see it, as far as rights go. */
    public boolean maySee(Person viewer, SessionSummary session) {
        if (session.session().person().equals(viewer.name())) {
            return false;
        }
        return viewer.is(Role.AUDITOR) || (viewer.internal() && session.grant().flatMap(requests::grant)
                .map(IssuedGrant::request).flatMap(requests::request).map(AccessRequest::approvals)
                .filter(approvals -> approvals.stream()
                        .anyMatch(given -> given.approver().equals(viewer.name())))
                .isPresent());
    }

    /** True when at least the beginning of the recording is here. */
    public boolean arrived(SessionId id) {
        return Files.exists(file(id));
    }

    /** Reads the whole file again and says what can be said of it now. */
    public Verdict verify(SessionId id) {
        Optional<String> key = sessions.session(id).map(session -> session.session().recordingKey());
        return RecordingVerifier.verify(file(id), key);
    }

    private Path file(SessionId id) {
        return folder.resolve(id.value() + ".rec");
    }
}
