package io.sallyport.agent.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.agent.gate.SessionYard.Channel;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Observer;
import io.sallyport.policies.grant.Paths;
import io.sallyport.policies.grant.Recording;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.RightsBuilder;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.SessionId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session that lives is narrowed, and only that. */
@Timeout(60)
class NarrowingTest {

    private static final Rights WORK = Rights.from(Rights.standard()).shell(true).pty(true)
            .exec(Commands.any())
            .sudo(Commands.any()).sftp(Sftp.everywhere(Sftp.Mode.READ_WRITE)).concurrent(10).build();
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String POLICY = "ab".repeat(32);
    private static final long NEXT = SessionYard.GRANT_EPOCH + 1;

    @TempDir
    Path folder;
    private SessionYard yard;

    @BeforeEach
    void open() {
        yard = new SessionYard(folder);
    }

    @AfterEach
    void close() {
        yard.close();
    }

    private static RightsBuilder work() {
        return Rights.from(WORK);
    }

    private NarrowOrder order(long epoch, Rights rights) {
        return new NarrowOrder(epoch, rights, Instant.MAX, "", POLICY, "Change CHG-1 was closed.");
    }

    private NarrowOrder until(long epoch, Duration left) {
        return new NarrowOrder(epoch, Rights.widest(), yard.clock.instant().plus(left),
                "change CHG-1 was closed",
                POLICY, "Come to an end.");
    }

    private static List<String> fields(NarrowOutcome outcome) {
        return assertInstanceOf(NarrowOutcome.Narrowed.class, outcome).fields();
    }

    private static String reason(NarrowOutcome outcome) {
        return assertInstanceOf(NarrowOutcome.Refused.class, outcome).reason();
    }

    @Test
    void widerOrderChangesNothing() {
        Rights rights = Rights.from(Rights.standard()).shell(true).build();
        LiveSession session = yard.session(rights, HOUR);
        Channel shell = new Channel(session, new ChannelUse.Shell(false));
        var outcome = session.narrow(order(NEXT, Rights.widest()));
        assertEquals(new NarrowOutcome.Narrowed(yard.clock.instant().plus(HOUR), List.of()), outcome);
        assertEquals(rights, session.rights().rights());
        assertEquals(List.of(), shell.heard);
        yard.clock.pass(HOUR);
        session.tick();
        assertFalse(session.alive(), "the end stays where it was");
    }

    @Test
    void whatWasTakenAwayDoesNotComeBack() {
        LiveSession session = yard.session(WORK, HOUR);
        assertEquals(List.of("sftp"), fields(session.narrow(order(NEXT, work().sftp(Sftp.none()).build()))));
        assertEquals(List.of(), fields(session.narrow(order(NEXT + 1, WORK))));
        var refused = assertInstanceOf(ChannelVerdict.Refused.class,
                session.rights().verdict(new ChannelUse.Files()));
        assertEquals("This grant has no file transfer. It became narrower: Change CHG-1 was closed.",
                refused.text());
    }

    @Test
    void orderThatIsNotNewerIsRefused() {
        LiveSession session = yard.session(WORK, HOUR);
        Rights none = Rights.from(Rights.standard()).build();
        assertEquals("old-epoch", reason(session.narrow(order(SessionYard.GRANT_EPOCH, none))));
        assertEquals(List.of(), fields(session.narrow(order(NEXT + 1, WORK))));
        assertEquals("old-epoch", reason(session.narrow(order(NEXT + 1, none))));
        assertEquals("old-epoch", reason(session.narrow(order(NEXT, none))));
        assertEquals(WORK, session.rights().rights());
    }

    @Test
    void lostFilesAreClosedAndTheShellGoesOn() {
        LiveSession session = yard.session(WORK, HOUR);
        Channel files = new Channel(session, new ChannelUse.Files());
        Channel shell = new Channel(session, new ChannelUse.Shell(true));
        session.narrow(order(NEXT, work().sftp(Sftp.none()).build()));
        SessionYard.await(() -> files.withdrawn && !shell.heard.isEmpty());
        assertEquals(List.of("[sallyport] Your access became narrower: Change CHG-1 was closed."),
                shell.heard);
        assertFalse(shell.withdrawn);
        assertTrue(session.alive());
    }

    @Test
    void filesForWritingAreClosedWhenOnlyReadingIsLeft() {
        LiveSession session = yard.session(WORK, HOUR);
        Channel files = new Channel(session, new ChannelUse.Files());
        Rights reading = work().sftp(Sftp.everywhere(Sftp.Mode.READ)).build();
        session.narrow(order(NEXT, reading));
        SessionYard.await(() -> files.withdrawn);
        Channel again = new Channel(session, new ChannelUse.Files());
        assertInstanceOf(ChannelVerdict.Allowed.class, session.rights().verdict(again.use()));
        session.narrow(order(NEXT + 1, Rights.from(reading).shell(false).build()));
        assertTrue(session.alive() && !again.withdrawn, "reading was and is given");
    }

    @Test
    void whatIsNoLongerGivenIsToldWhyAndEnds() {
        for (Rights less : List.of(work().shell(false).build(), work().pty(false).build(),
                work().sudo(Commands.none()).build())) {
            LiveSession session = yard.session(WORK, HOUR);
            Channel shell = new Channel(session, new ChannelUse.Shell(true));
            Channel command = new Channel(session, new ChannelUse.Exec("uptime", false));
            session.narrow(order(NEXT, less));
            SessionYard.await(() -> shell.withdrawn && shell.heard.size() == 2);
            assertTrue(shell.heard.getLast().startsWith("[sallyport] This ends now: This grant has no "),
                    shell.heard.toString());
            // A command that was started with the way to root open would keep it.
            boolean rooted = !less.sudo().isAny();
            SessionYard.await(() -> command.heard.size() == (rooted ? 2 : 1) && command.withdrawn == rooted);
        }
    }

    @Test
    void commandThatIsStillListedGoesOn() {
        LiveSession session = yard.session(WORK, HOUR);
        Channel listed = new Channel(session, new ChannelUse.Exec("ls -l", false));
        Channel other = new Channel(session, new ChannelUse.Exec("ls -l | sh", false));
        session.narrow(order(NEXT, work().exec(Commands.of(List.of("ls **"))).build()));
        SessionYard.await(() -> other.withdrawn);
        assertFalse(listed.withdrawn);
    }

    @Test
    void channelThatTakesNothingIsWithdrawnAllTheSame() {
        LiveSession session = yard.session(WORK, HOUR);
        var stuck = new LiveChannel() {
            private volatile boolean withdrawn;

            @Override
            public void notice(String line) {
                SessionYard.await(() -> withdrawn);
            }

            @Override
            public ChannelUse use() {
                return new ChannelUse.Shell(true);
            }

            @Override
            public void withdraw() {
                withdrawn = true;
            }
        };
        session.opened(stuck);
        session.narrow(order(NEXT, work().shell(false).build()));
        SessionYard.await(() -> stuck.withdrawn);
    }

    @Test
    void moreRecordingAndShorterIdleCountAtOnce() {
        LiveSession session = yard.session(WORK, HOUR);
        RightsGate before = session.rights();
        assertEquals(Recording.InputMode.TIMING, before.inputMode());
        Rights less = work().idle(Optional.of(Duration.ofMinutes(2)))
                .record(new Recording(Recording.InputMode.FULL, Recording.OnFailure.TERMINATE,
                        Recording.Seal.ESCROWED))
                .build();
        assertEquals(List.of("record", "idle"), fields(session.narrow(order(NEXT, less))));
        assertEquals(Recording.InputMode.FULL, session.rights().inputMode());
        yard.clock.pass(Duration.ofMinutes(2).minusNanos(1));
        session.tick();
        assertTrue(session.alive());
        yard.clock.pass(Duration.ofNanos(1));
        session.tick();
        SessionYard.await(() -> yard.ended.contains("idle: "));
    }

    @Test
    void earlierEndIsAnnouncedAndWarnsAnew() {
        LiveSession session = yard.session(WORK, HOUR);
        Channel shell = new Channel(session, new ChannelUse.Shell(true));
        yard.clock.pass(Duration.ofMinutes(10));
        var outcome = session.narrow(until(NEXT, Duration.ofMinutes(16)));
        assertEquals(new NarrowOutcome.Narrowed(Instant.parse("2026-11-23T18:26:00Z"), List.of("end")),
                outcome);
        SessionYard.await(() -> shell.heard.size() == 2);
        assertTrue(
                shell.heard.getLast().startsWith("[sallyport] This session ends at 18:26:00 UTC, in 16 min "
                        + "(change CHG-1 was closed)."),
                shell.heard.toString());
        assertEquals(List.of(900, 300, 60), warnings(session, shell, 960));
        assertTrue(session.alive());
        shell.withdraw();
        yard.clock.pass(Duration.ofSeconds(1));
        session.tick();
        SessionYard.await(() -> yard.ended.contains("grant-ended: change CHG-1 was closed"));
    }

    @Test
    void marksThatWerePassedAreSkipped() {
        LiveSession session = yard.session(WORK, Duration.ofMinutes(14));
        Channel shell = new Channel(session, new ChannelUse.Shell(true));
        session.tick();
        SessionYard.await(() -> shell.heard.size() == 1);
        session.narrow(until(NEXT, Duration.ofMinutes(6)));
        SessionYard.await(() -> shell.heard.size() == 3);
        assertEquals(List.of(300, 60), warnings(session, shell, 360));
    }

    /** Lets time pass until a second before the end; at how many seconds there was a line. */
    private List<Integer> warnings(LiveSession session, Channel channel, int seconds) {
        List<Integer> told = new ArrayList<>();
        int heard = channel.heard.size();
        for (int left = seconds; left > 0; left--) {
            session.tick();
            if (left == 900 || left == 300 || left == 60) {
                int before = heard;
                SessionYard.await(() -> channel.heard.size() > before);
            }
            if (channel.heard.size() > heard) {
                told.add(left);
                heard = channel.heard.size();
            }
            yard.clock.pass(left > 1 ? Duration.ofSeconds(1) : Duration.ZERO);
        }
        return told;
    }

    @Test
    void endNearerThanAllMarksIsAnnouncedOnce() throws Exception {
        LiveSession session = yard.session(WORK, HOUR);
        Channel shell = new Channel(session, new ChannelUse.Shell(true));
        session.narrow(until(NEXT, Duration.ofSeconds(40)));
        SessionYard.await(() -> shell.heard.size() == 2);
        assertTrue(shell.heard.getLast().contains("in 40 s"), shell.heard.toString());
        session.tick();
        session.tick();
        shell.withdraw();
        session.end(EndReason.CLOSED, "");
        assertEquals(1, yard.notices(session).stream()
                .filter(line -> line.contains("This session ends at")).count());
    }

    @Test
    void whoComesAfterAnEndWasMovedIsWarnedToo() {
        LiveSession session = yard.session(WORK, HOUR);
        session.narrow(until(NEXT, Duration.ofMinutes(3)));
        Channel shell = new Channel(session, new ChannelUse.Shell(true));
        session.started();
        assertEquals(1, shell.heard.size(), shell.heard.toString());
        assertTrue(shell.heard.getFirst().contains("in 3 min"), shell.heard.toString());
    }

    @Test
    void laterEndIsNoEnd() {
        LiveSession session = yard.session(WORK, HOUR);
        assertEquals(List.of(), fields(session.narrow(until(NEXT, HOUR.plusMillis(1)))));
        assertEquals(List.of("end"), fields(session.narrow(until(NEXT + 1, HOUR.minusMillis(1)))));
    }

    @Test
    void protectionThatIsNotKeptEndsTheSession() throws Exception {
        Recording most = Recording.most();
        for (Rights less : List.of(
                work().observers(List.of(new Observer(1, new GroupName("ops"), Observer.Absence.PAUSE,
                        Duration.ofMinutes(1)))).build(),
                work().record(most).build(),
                work().sftp(new Sftp(Sftp.Mode.READ, Paths.of(List.of("/tmp/**")))).build())) {
            LiveSession session = yard.session(WORK, HOUR);
            assertEquals("protection", reason(session.narrow(order(NEXT, less))));
            assertFalse(session.alive());
            assertTrue(
                    yard.notices(session).getFirst().contains(POLICY + " cannot be kept: This grant needs"));
            assertTrue(yard.ended.getLast().startsWith("revoked: This grant needs a protection"),
                    yard.ended.toString());
            assertEquals("session-over", reason(session.narrow(order(NEXT + 1, WORK))));
        }
    }

    @Test
    void moreListsThanTheMeetCanHoldEndTheSession() {
        LiveSession session = yard.session(WORK, HOUR);
        for (int round = 0; round < 2; round++) {
            int from = round * 16;
            session.narrow(order(NEXT + round, work().exec(new Commands(IntStream.range(from, from + 16)
                    .mapToObj(i -> List.of("ls a" + i, "ls b" + i)).toList())).build()));
            assertTrue(session.alive());
        }
        assertEquals("protection", reason(session.narrow(
                order(NEXT + 2, work().exec(Commands.of(List.of("ls c", "ls d"))).build()))));
        assertFalse(session.alive());
    }

    @Test
    void recordingSaysWhatChangedAndUnderWhichPolicy() throws Exception {
        LiveSession session = yard.session(WORK, HOUR);
        session.narrow(new NarrowOrder(NEXT, work().shell(false).sftp(Sftp.none()).build(),
                Instant.parse("2026-11-23T18:30:00Z"), "why", POLICY, "text"));
        session.narrow(order(NEXT, WORK));
        session.end(EndReason.CLOSED, "");
        List<String> notices = yard.notices(session);
        assertEquals("order with epoch 4 of policy " + POLICY
                + " narrows shell, sftp, end; the end is 2026-11-23T18:30:00Z", notices.getFirst());
        assertEquals("refused: an order to narrow with epoch 4 after 4", notices.get(1));
    }

    @Test
    void whatCannotBeRecordedDoesNotHappen() {
        LiveSession session = yard.session(WORK, HOUR);
        RightsGate before = session.rights();
        yard.spoil(session);
        assertEquals("session-over", reason(session.narrow(order(NEXT, work().shell(false).build()))));
        assertSame(before, session.rights());
        assertFalse(session.alive());
    }

    @Test
    void unknownSessionIsSaidToBeUnknown() {
        assertEquals("unknown-session", reason(yard.sessions.narrow(new SessionId("s-" + "a".repeat(26)),
                order(NEXT, WORK))));
        LiveSession session = yard.session(WORK, HOUR);
        assertEquals(List.of(), fields(yard.sessions.narrow(session.id(), order(NEXT, WORK))));
    }
}
