package io.sallyport.broker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes on a session, what fits, and that whoever may not see it learns nothing (WEB-6). */
class NoteDeskTest {
    private final World world;
    private final NoteDesk notes;
    private final SessionId session;

    // eva of acme works; mona manages acme, gary another provider.
    NoteDeskTest(@TempDir Path folder) {
        this.world = World.in(folder);
        var _ = world.adopt(World.text()
                .replace("title: Acme Managed Services }",
                        "title: Acme Managed Services }\n  - { name: globex, kind: provider }")
                .replace("engagements:\n",
                        "  - { name: mona, organisation: acme, roles: [manager], keys: [\"" + World.key(30)
                                + "\"] }\n  - { name: gary, organisation: globex, roles: [manager], keys: [\""
                                + World.key(31) + "\"] }\nengagements:\n"));
        this.notes = world.domain.sessionViews().notes();
        var _ = world.enrol("web-1", 1);
        RequestOutcome.Filed filed = assertInstanceOf(RequestOutcome.Filed.class, world.domain.requests()
                .request(world.person("eva"), World.form("web-1", "deploy", Duration.ofHours(1))));
        RequestOutcome.Granted granted = assertInstanceOf(RequestOutcome.Granted.class,
                world.domain.requests().approve(world.person("ada"), filed.request().id(), Narrowing.NONE,
                        Optional.empty(), Optional.empty()));
        this.session = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"),
                new TargetName("web-1"), World.HOME, List.of(granted.grant())).id();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private NoteOutcome note(String who, String text) {
        return notes.note(world.person(who), session, text);
    }

    private NoteOutcome.Refused refused(NoteOutcome outcome) {
        return assertInstanceOf(NoteOutcome.Refused.class, outcome);
    }

    private List<Note> read(String who) {
        SessionSummary summary = world.domain.sessionViews().session(world.person("aud"), session.value())
                .orElseThrow();
        return notes.of(world.person(who), summary);
    }

    @Test
    void managersOfThatProviderAndWhoeverOfTheCompanySeesItWriteAndTheEngineerReads() {
        for (String who : List.of("mona", "ada", "aud")) {
            world.clock.advance(Duration.ofSeconds(1));
            assertInstanceOf(NoteOutcome.Noted.class, note(who, "by " + who), who);
        }
        assertEquals(List.of("by mona", "by ada", "by aud"), read("eva").stream().map(Note::text).toList());
        assertEquals("ada", read("mona").get(1).author().value());
        assertEquals(world.clock.instant(), read("mona").get(2).at());
        assertEquals(3, world.journalled("session-noted").size());
        assertEquals(NoteOutcome.Reason.NOT_ALLOWED, refused(note("eva", "no")).reason());
        assertEquals(3, read("eva").size());
    }

    @Test
    void whoMayNotSeeTheSessionIsToldWhatIsToldOfNone() {
        SessionId none = new SessionId("s-" + "a".repeat(26));
        note("mona", "secret");
        for (String who : List.of("gary", "emil", "ivan")) {
            NoteOutcome.Refused hidden = refused(note(who, "x"));
            NoteOutcome.Refused absent = refused(notes.note(world.person(who), none, "x"));
            assertEquals(absent.reason(), hidden.reason(), who);
            assertEquals(absent.text().replace(none.value(), session.value()), hidden.text(), who);
            assertEquals(List.of(), read(who), who);
        }
        assertEquals(NoteOutcome.Reason.UNKNOWN, refused(note("gary", "")).reason(),
                "nor by what is wrong with the text");
    }

    @Test
    void aManagerWhoWasOneBeforeIsNone() {
        var mona = world.person("mona");
        world.adopt(World.text());
        assertEquals(NoteOutcome.Reason.UNKNOWN, refused(notes.note(mona, session, "x")).reason());
    }

    @Test
    void aNoteIsUpToAThousandCharactersOfTextAndLinesStay() {
        assertInstanceOf(NoteOutcome.Noted.class, note("mona", "x".repeat(NoteDesk.LENGTH)));
        assertInstanceOf(NoteOutcome.Noted.class, note("mona", " one\r\ntwo\rthree\tfour\n"));
        assertEquals("one\ntwo\nthree four", read("mona").getLast().text());
        for (String bad : List.of("", " \n ", "x".repeat(NoteDesk.LENGTH + 1), "a\u0007b", "a\u001b[31mb",
                "a\u0085b")) {
            assertEquals(NoteOutcome.Reason.BAD_NOTE, refused(note("mona", bad)).reason(), bad);
        }
    }

    @Test
    void aSessionHoldsAHundred() {
        for (int i = 0; i < NoteDesk.MOST; i++) {
            assertInstanceOf(NoteOutcome.Noted.class, note("mona", "note " + i));
        }
        assertEquals(NoteOutcome.Reason.TOO_MANY, refused(note("mona", "one more")).reason());
        assertTrue(read("mona").getFirst().text().endsWith(" 0"));
    }
}
