package io.sallyport.agent.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.agent.gate.SessionYard.Channel;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.policies.grant.Ceiling;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.RightsBuilder;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The host's ceiling changes while sessions live. */
@Timeout(60)
class CeilingChangeTest {

    private static final Rights WORK = Rights.from(Rights.standard()).shell(true).pty(true)
            .exec(Commands.any()).sftp(Sftp.everywhere(Sftp.Mode.READ_WRITE)).concurrent(10).build();

    private static final Optional<Set<LoginName>> LOGINS = Optional
            .of(Set.of(new LoginName(System.getProperty("user.name"))));

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

    private static Ceiling ceiling(RightsBuilder rights, Duration max) {
        return new Ceiling(LOGINS, Optional.empty(), max, new Ceiling.Approvals(1, false, false),
                rights.build());
    }

    private static RightsBuilder all() {
        return Rights.from(Rights.widest());
    }

    @Test
    void whatItTakesIsClosedAndTheRestGoesOn() throws Exception {
        LiveSession session = yard.session(WORK, Duration.ofHours(1));
        Channel files = new Channel(session, new ChannelUse.Files());
        Channel shell = new Channel(session, new ChannelUse.Shell(true));
        yard.sessions.under(ceiling(all().sftp(Sftp.none()), Duration.ofHours(8)));
        SessionYard.await(() -> files.withdrawn && !shell.heard.isEmpty());
        assertEquals(List.of("[sallyport] Your access became narrower: This host's ceiling was changed."),
                shell.heard);
        assertTrue(session.alive());
        var refused = assertInstanceOf(ChannelVerdict.Refused.class,
                session.rights().verdict(new ChannelUse.Files()));
        assertEquals(
                "This grant has no file transfer. This host's ceiling does not have it, whatever is granted.",
                refused.text());
        shell.withdraw();
        session.end(EndReason.CLOSED, "");
        assertTrue(yard.notices(session).stream().anyMatch(
                line -> line.startsWith("this host's ceiling narrows sftp; ")), "it is in the recording");
    }

    @Test
    void aShorterTimeCountsFromTheBeginningOfTheGrant() {
        LiveSession session = yard.session(WORK, Duration.ofHours(1));
        Instant began = yard.clock.instant();
        Channel shell = new Channel(session, new ChannelUse.Shell(true));
        yard.clock.pass(Duration.ofMinutes(10));
        yard.sessions.under(ceiling(all(), Duration.ofMinutes(30)));
        SessionYard.await(() -> shell.heard.size() == 2);
        assertTrue(shell.heard.getLast().contains("in 20 min (limit of this host)"), shell.heard.toString());
        yard.clock.pass(Duration.between(yard.clock.instant(), began.plus(Duration.ofMinutes(30))));
        session.tick();
        assertFalse(session.alive());
    }

    @Test
    void nothingIsGivenBack() {
        LiveSession session = yard.session(WORK, Duration.ofHours(1));
        Instant end = yard.clock.instant().plus(Duration.ofHours(1));
        yard.sessions.under(ceiling(all().sftp(Sftp.none()), Duration.ofHours(8)));
        yard.sessions.under(ceiling(all(), Duration.ofHours(8)));
        assertInstanceOf(ChannelVerdict.Refused.class, session.rights().verdict(new ChannelUse.Files()));
        yard.clock.pass(Duration.between(yard.clock.instant(), end));
        session.tick();
        assertFalse(session.alive());
    }

    @Test
    void theSameCeilingSaysNothing() {
        LiveSession session = yard.session(WORK, Duration.ofHours(1));
        Channel shell = new Channel(session, new ChannelUse.Shell(true));
        yard.sessions.under(ceiling(all(), Duration.ofHours(8)));
        assertEquals(List.of(), shell.heard);
        assertEquals(WORK, session.rights().rights());
    }

    @Test
    void aSessionThatItDoesNotServeAnyMoreEndsAtOnce() {
        LiveSession session = yard.session(WORK, Duration.ofHours(1));
        yard.sessions.under(new Ceiling(LOGINS, Optional.of(Set.of(new OrganisationName("globex"))),
                Duration.ofHours(8), new Ceiling.Approvals(1, false, false), Rights.widest()));
        assertFalse(session.alive());
        SessionYard.await(() -> yard.ended.contains(
                "revoked: This host's ceiling does not serve people of acme; they are not in 'providers'"));
    }

    @Test
    void anOrderOfTheBrokerIsFollowedAfterwardsToo() {
        LiveSession session = yard.session(WORK, Duration.ofHours(1));
        yard.sessions.under(ceiling(all().sftp(Sftp.none()), Duration.ofHours(8)));
        var outcome = session.narrow(new NarrowOrder(SessionYard.GRANT_EPOCH + 1,
                Rights.from(WORK).shell(false).build(), Instant.MAX, "", "ab".repeat(32), ""));
        assertEquals(List.of("shell"),
                assertInstanceOf(NarrowOutcome.Narrowed.class, outcome).fields());
    }
}
