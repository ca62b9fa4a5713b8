package io.sallyport.agent.gate;

import io.sallyport.agent.host.Host;
import io.sallyport.agent.record.SessionRecorder;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingHeader;
import io.sallyport.evidence.recording.RecordingKey;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.evidence.recording.TimedFrame;
import io.sallyport.policies.grant.ApprovedBy;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Sessions with a real recording, a steered clock, and channels and an engineer played by hand. Nothing ticks by itself. */
public final class SessionYard implements AutoCloseable {

    static final Path SFTP = Path.of("/usr/lib/openssh/sftp-server");
    static final long GRANT_EPOCH = 3;
    static final OrganisationName ACME = new OrganisationName("acme");

    final SteeredClock clock = new SteeredClock();
    final LiveSessions sessions = new LiveSessions();
    final List<String> ended = new CopyOnWriteArrayList<>();
    private final Map<SessionId, SessionRecorder> recorders = new HashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final RecordingKey key = RecordingKey.random(random);
    private final Path folder;
    private final Host host;

    public SessionYard(Path folder) {
        this.folder = folder;
        this.host = Host.open("narrow-" + ProcessHandle.current().pid() + "-" + random.nextInt(1_000_000),
                System::nanoTime);
    }

    /** A session that began now and lasts so long. */
    public LiveSession session(Rights rights, Duration length) {
        SessionId id = SessionId.random(random);
        LoginName login = new LoginName(System.getProperty("user.name"));
        SessionRecorder recorder = SessionRecorder.create(file(id),
                new RecordingHeader(RecordingHeader.FORMAT, id.value(), "web-1", login.value(), "eva", "g", 1,
                        clock.instant(), "0".repeat(64), key.publicHex(), Map.of()),
                key, clock::nanos, clock);
        recorders.put(id, recorder);
        LiveSession session = new LiveSession(
                new SessionParts(id, grant(rights, login, length), recorder, host, host.cage(id),
                        host.account(login).orElseThrow(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000), new Line(),
                        new Journal(), clock::nanos, sessions::remove),
                new Lease(Duration.ofDays(1), clock::nanos),
                new SessionTerms(new RightsGate(rights, Optional.of(SFTP)),
                        new GrantEnd(clock.instant().plus(length), "end of the granted time", clock,
                                clock::nanos),
                        GRANT_EPOCH));
        sessions.add(session, 10);
        return session;
    }

    private Grant grant(Rights rights, LoginName login, Duration length) {
        return new Grant(Grant.VERSION, GrantId.random(random), Grant.Kind.STANDARD, new PersonName("eva"),
                ACME, new TargetName("web-1"), login, clock.instant(), clock.instant().plus(length),
                Duration.ofHours(8), "end of the granted time", Optional.empty(), "tests", "0".repeat(64),
                new RuleId("acme-ops"), List.of(),
                List.of(new ApprovedBy(new PersonName("ada"), clock.instant())), rights,
                Duration.ofMinutes(1), GRANT_EPOCH, Protections.neededBy(rights));
    }

    /** Its recording takes nothing more. */
    void spoil(LiveSession session) {
        Objects.requireNonNull(recorders.get(session.id())).close(EndReason.CLOSED, "");
    }

    private Path file(SessionId id) {
        return folder.resolve(id.value());
    }

    /** What its recording says in words, once it is over. */
    List<String> notices(LiveSession session) throws Exception {
        if (!session.awaitOver(Duration.ofSeconds(20))) {
            throw new AssertionError("it goes on");
        }
        List<String> notices = new ArrayList<>();
        try (RecordingReader reader = RecordingReader.open(file(session.id()))) {
            for (Optional<TimedFrame> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().frame() instanceof Frame.Notice(String text)) {
                    notices.add(text);
                }
            }
        }
        return notices;
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(1_000_000L);
        }
    }

    @Override
    public void close() {
        host.close();
    }

    /** A channel that only listens. */
    static final class Channel implements LiveChannel {
        final List<String> heard = new CopyOnWriteArrayList<>();
        volatile boolean withdrawn;
        private final LiveSession session;
        private final ChannelUse use;

        Channel(LiveSession session, ChannelUse use) {
            this.session = session;
            this.use = use;
            session.opened(this);
        }

        @Override
        public void notice(String line) {
            heard.add(line);
        }

        @Override
        public ChannelUse use() {
            return use;
        }

        @Override
        public void withdraw() {
            withdrawn = true;
            session.closed(this);
        }
    }

    private static final class Line implements EngineerLine {
        @Override
        public void farewell(String text) {}

        @Override
        public void cut() {}
    }

    private final class Journal implements SessionJournal {
        @Override
        public Answer begin(SessionId session, long serial, GrantId grant, LoginName login) {
            return new Answer.Began();
        }

        @Override
        public void ended(SessionId session, EndReason reason, String detail) {
            ended.add(reason.code() + ": " + detail);
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }

        @Override
        public Duration lease() {
            return Duration.ofDays(1);
        }
    }
}
