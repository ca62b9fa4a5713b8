package io.sallyport.broker.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.broker.target.EnrolmentForm;
import io.sallyport.broker.target.EnrolmentOutcome;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingHeader;
import io.sallyport.evidence.recording.RecordingKey;
import io.sallyport.evidence.recording.RecordingVerifier;
import io.sallyport.evidence.recording.RecordingWriter;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.tls.JoinToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingVaultTest {
    private static final TargetName WEB = new TargetName("web-1");
    private final World world;
    private final Path folder;
    private final RecordingKey key;
    private final AgentIdentity agent;
    private final Grant grant;
    private final Session session;

    RecordingVaultTest(@TempDir Path folder) {
        this.folder = folder;
        this.world = World.in(folder);
        this.key = RecordingKey.random(world.random);
        this.agent = enrol();
        this.grant = grant();
        this.session = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), WEB,
                World.HOME, List.of(grant));
        assertInstanceOf(BeginOutcome.Began.class, world.domain.sessions().begin(agent, session.id(), 7,
                grant.id(), new LoginName("deploy")));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private AgentIdentity enrol() {
        JoinToken token = world.domain.enrolment().issue(WEB, Actor.OPERATOR).orElseThrow();
        EnrolmentForm form = new EnrolmentForm(HexFormat.of().formatHex(token.secret().bytes()), WEB,
                "%064x".formatted(1), World.key(101), key.publicHex(), "0.1.0");
        return assertInstanceOf(EnrolmentOutcome.Enrolled.class, world.domain.enrolment().enrol(form))
                .agent();
    }

    private Grant grant() {
        RequestOutcome.Filed filed = assertInstanceOf(RequestOutcome.Filed.class, world.domain.requests()
                .request(world.person("eva"), World.form("web-1", "deploy", Duration.ofHours(1))));
        return assertInstanceOf(RequestOutcome.Granted.class, world.domain.requests().approve(
                world.person("ada"), filed.request().id(), Narrowing.NONE, Optional.empty(),
                Optional.empty())).grant();
    }

    private byte[] recorded(SessionId id, long serial, RecordingKey by) throws IOException {
        Path file = Files.createTempDirectory(folder, "agent").resolve("r.rec");
        RecordingHeader header = new RecordingHeader(RecordingHeader.FORMAT, id.value(), "web-1", "deploy",
                "eva", grant.id().value(), serial, world.clock.instant(), "ab".repeat(32), by.publicHex(),
                Map.of());
        RecordingWriter writer = RecordingWriter.create(file, header, by, world.clock::nanos, world.clock);
        writer.append(new Frame.ChannelOpened(0, Frame.Kind.SHELL, true, ""));
        byte[] noise = new byte[4096];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 40; i++) {
            random.nextBytes(noise);
            writer.append(Frame.Output.of(0, noise, 0, noise.length));
        }
        writer.close(EndReason.CLOSED, "");
        return Files.readAllBytes(file);
    }

    private byte[] recorded() throws IOException {
        return recorded(session.id(), 7, key);
    }

    private IntakeOutcome intake() {
        return world.domain.vault().intake(session.id(), agent);
    }

    private RecordingIntake accepted() {
        return assertInstanceOf(IntakeOutcome.Accepted.class, intake()).intake();
    }

    private static Progress send(RecordingIntake intake, byte[] all, int from, int to) {
        return intake.accept(ByteBuffer.wrap(all, from, to - from));
    }

    private Progress sendAll(byte[] all) {
        try (RecordingIntake intake = accepted()) {
            return send(intake, all, 0, all.length);
        }
    }

    private SessionSummary.Recording state() {
        return world.domain.sessionViews().session(world.person("aud"), session.id().value()).orElseThrow()
                .recording();
    }

    private Path stored() {
        return folder.resolve("recordings").resolve(session.id() + ".rec");
    }

    @Test
    void aWholeRecordingIsKeptByteForByteAndJournalled() throws IOException {
        byte[] all = recorded();
        Progress.Complete complete = assertInstanceOf(Progress.Complete.class, sendAll(all));
        assertEquals(all.length, complete.size());
        assertTrue(Arrays.equals(all, Files.readAllBytes(stored())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(stored())));
        assertEquals("recording-completed", world.journalled().getLast());
        assertEquals(SessionSummary.Recording.COMPLETE, state());
        assertInstanceOf(Verdict.Whole.class, world.domain.vault().verify(session.id()));
        assertEquals(new IntakeOutcome.Complete(complete.size(), complete.rootHash()), intake());
    }

    @Test
    void anInterruptedUploadGoesOnBehindTheLastWholeRecord() throws IOException {
        byte[] all = recorded();
        int middle = all.length / 2;
        long acked;
        try (RecordingIntake intake = accepted()) {
            assertEquals(0, intake.resume());
            assertInstanceOf(IntakeOutcome.Refused.class, intake());
            acked = assertInstanceOf(Progress.Acked.class, send(intake, all, 0, middle)).offset();
            assertTrue(acked > 0 && acked < middle, "cut inside a record");
        }
        try (RecordingIntake again = accepted()) {
            assertEquals(acked, again.resume());
            assertInstanceOf(Progress.Complete.class, send(again, all, (int) acked, all.length));
        }
        assertTrue(Arrays.equals(all, Files.readAllBytes(stored())));
    }

    @Test
    void whatWasWholeOnDiskBeforeTheJournalSaidSoIsCompleteAtTheNextCall() throws IOException {
        byte[] all = recorded();
        Files.write(stored(), all);
        assertEquals(all.length, assertInstanceOf(IntakeOutcome.Complete.class, intake()).size());
        assertEquals(SessionSummary.Recording.COMPLETE, state());
    }

    @Test
    void aRecordingOfAnotherSessionIsDamaged() throws IOException {
        assertDamaged(recorded(SessionId.random(world.random), 7, key));
    }

    @Test
    void aRecordingUnderAnotherCertificateIsDamaged() throws IOException {
        assertDamaged(recorded(session.id(), 8, key));
    }

    @Test
    void aRecordingSignedWithAnotherKeyIsDamaged() throws IOException {
        assertDamaged(recorded(session.id(), 7, RecordingKey.random(world.random)));
    }

    @Test
    void aFlippedByteIsDamaged() throws IOException {
        byte[] all = recorded();
        all[all.length / 2] ^= 1;
        assertDamaged(all);
        assertTrue(Arrays.equals(all, Files.readAllBytes(stored())), "what arrived is evidence");
    }

    private void assertDamaged(byte[] all) {
        assertInstanceOf(Progress.Damaged.class, sendAll(all));
        assertEquals("recording-damaged", world.journalled().getLast());
        assertEquals(SessionSummary.Recording.DAMAGED, state());
        assertInstanceOf(IntakeOutcome.Refused.class, intake());
    }

    @Test
    void onlyTheAgentOfTheSessionSends() {
        AgentIdentity other = world.enrol("db-1", 2);
        assertInstanceOf(IntakeOutcome.Refused.class, world.domain.vault().intake(session.id(), other));
        assertInstanceOf(IntakeOutcome.Refused.class,
                world.domain.vault().intake(SessionId.random(world.random), agent));
        Session notBegun = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), WEB,
                World.HOME, List.of(grant));
        assertInstanceOf(IntakeOutcome.Refused.class, world.domain.vault().intake(notBegun.id(), agent));
    }

    @Test
    void nothingIsAcknowledgedBeforeItIsOnDisk() throws IOException {
        byte[] all = recorded();
        try (WatchedFile file = new WatchedFile(folder.resolve("watched.rec"));
                RecordingIntake intake = new RecordingIntake(file,
                        () -> new RecordingVerifier(Optional.empty(), Optional.of(key.publicHex())),
                        _ -> Optional.empty(), new RecordingIntake.Outcome() {
                            @Override
                            public void complete(long size, String rootHash) {
                                file.told.add("complete");
                            }

                            @Override
                            public void damaged(long offset, String why) {
                                file.told.add("damaged");
                            }
                        }, () -> {
                        })) {
            assertInstanceOf(Progress.Acked.class, send(intake, all, 0, all.length / 2));
            assertEquals(List.of("write", "force"), file.told);
            file.told.clear();
            assertInstanceOf(Progress.Complete.class, send(intake, all, all.length / 2, all.length));
            assertEquals(List.of("write", "force", "complete"), file.told);
        }
    }

    @Test
    void auditorsAndTheApproversOfTheGrantLookAndTheJournalKnowsFirst() throws IOException {
        assertEquals(Optional.empty(), look("aud"));
        sendAll(recorded());
        for (String who : List.of("aud", "ada")) {
            int before = world.journalled().size();
            assertEquals(Optional.of(stored()), look(who));
            assertEquals(before + 1, world.journalled().size());
            assertEquals("recording-viewed", world.journalled().getLast());
        }
        int before = world.journalled().size();
        for (String who : List.of("eva", "emil", "otto", "sue", "ivan")) {
            assertEquals(Optional.empty(), look(who), who);
        }
        assertEquals(before, world.journalled().size());
    }

    @Test
    void withoutAJournalNobodyLooks() throws IOException {
        sendAll(recorded());
        world.journal.close();
        org.junit.jupiter.api.Assertions.assertThrows(RuntimeException.class, () -> look("aud"));
    }

    private Optional<Path> look(String who) {
        return world.domain.vault().recording(world.person(who), session.id(), "replay");
    }
}
