package io.sallyport.broker.departure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.session.Session;
import io.sallyport.evidence.log.SignedCheckpoint;
import io.sallyport.evidence.sign.VerifyKey;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof of an off-boarding: when it is complete, what binds it, who sees it, and how it is undone. */
class ProofTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final Orderer OPERATOR = Orderer.operator(Optional.empty());
    private final LeavingWorld leaving;
    private final World world;
    private final Grant grant;
    private final Session session;

    ProofTest(@TempDir Path folder) {
        this.leaving = new LeavingWorld(folder);
        this.world = leaving.world;
        this.grant = leaving.grant("eva", "web-1", "deploy");
        this.session = leaving.session(grant);
        leaving.accounts.enabled.put(EVA, true);
    }

    @AfterEach
    void close() {
        leaving.close();
    }

    private DepartureId gone() {
        return leaving.done(leaving.departures.desk().order(leaving.by("ines"), Kind.PERSON, "eva",
                "left the company")).id();
    }

    private Departure now(DepartureId id) {
        return leaving.departures.views().departure(OPERATOR, id.value()).orElseThrow();
    }

    private Json.Obj proof(DepartureId id) {
        return leaving.departures.views().document(now(id)).json().orElseThrow();
    }

    private DepartureId complete() {
        DepartureId id = gone();
        leaving.ended(session);
        leaving.departures.closure().look();
        return id;
    }

    @Test
    void itIsCompleteOnlyWhenEverySessionWasSeenToEnd() {
        DepartureId id = gone();
        leaving.departures.closure().look();
        assertEquals("open", now(id).state());
        assertTrue(proof(id).objects("people").getFirst().objects("sessions").getFirst()
                .optionalString("ended_at").isEmpty());
        world.clock.advance(Duration.ofMillis(1500));
        leaving.ended(session);
        leaving.departures.closure().look();
        assertEquals("complete", now(id).state());
        Json.Obj ended = proof(id).objects("people").getFirst().objects("sessions").getFirst();
        assertEquals("2026-03-03T10:00:00Z", ended.string("end_ordered_at"));
        assertEquals("2026-03-03T10:00:01.500Z", ended.string("ended_at"));
        assertEquals("revoked", ended.string("end_reason"));
    }

    @Test
    void theJournalHoldsTheHashOfTheDocumentAndTheCheckpointInItCoversAllOfIt() {
        DepartureId id = complete();
        DepartureViews.Document.Finished document = assertInstanceOf(DepartureViews.Document.Finished.class,
                leaving.departures.views().document(now(id)));
        Json.Obj event = world.journalled("departure-completed").getFirst();
        assertEquals(ProofShelf.sha256(document.bytes()), event.string("proof"));
        assertEquals(document.bytes().length, event.number("size"));
        Json.Obj journal = document.json().orElseThrow().object("journal");
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(journal.string("checkpoint"), key());
        assertEquals(journal.number("last"), checkpoint.size() - 1);
        assertEquals(now(id).first(), journal.number("first"));
        assertTrue(checkpoint.size() > world.journalled().lastIndexOf("session-ended"));
    }

    private VerifyKey key() {
        try {
            return VerifyKey.ofHex(Files.readString(world.folder.resolve("journal/key.pub")).strip())
                    .orElseThrow();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aDocumentThatWasChangedOrRemovedIsNotShown() throws Exception {
        DepartureId id = complete();
        Path file = world.folder.resolve("departures").resolve(id + ".json");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("left the company", "was laid off"));
        assertInstanceOf(DepartureViews.Document.Lost.class, leaving.departures.views().document(now(id)));
        Files.delete(file);
        assertInstanceOf(DepartureViews.Document.Lost.class, leaving.departures.views().document(now(id)));
    }

    @Test
    void anAccountDirectoryThatIsAwayKeepsNothingElseFromHappening() {
        leaving.accounts.away = true;
        DepartureId id = gone();
        leaving.ended(session);
        leaving.departures.closure().look();
        assertFalse(world.person("eva").enabled());
        assertEquals("open", now(id).state());
        assertEquals("pending",
                proof(id).objects("people").getFirst().object("account").string("state"));
        leaving.accounts.away = false;
        // Another broker, started later, goes on where this one stopped.
        leaving.departures().closure().look();
        assertEquals("complete", now(id).state());
        assertEquals("disabled",
                proof(id).objects("people").getFirst().object("account").string("state"));
        assertEquals(false, leaving.accounts.enabled.get(EVA));
        assertTrue(leaving.accounts.signedOut.contains(EVA));
    }

    @Test
    void itIsCompletedOnce() {
        complete();
        leaving.departures.closure().look();
        leaving.departures().closure().look();
        assertEquals(1, world.journalled("departure-completed").size());
        assertEquals(1, world.journalled("departure-account").size());
    }

    @Test
    void undoingLetsThemInAgainWithoutWhatWasRevoked() {
        DepartureId id = complete();
        leaving.done(leaving.departures.desk().undo(leaving.by("ines"), id, "was the wrong Eva"));
        assertTrue(world.person("eva").enabled());
        assertEquals(true, leaving.accounts.enabled.get(EVA));
        assertEquals("undone", now(id).state());
        assertEquals(List.of(), new io.sallyport.broker.store.SqlRequests(world.database).grants(EVA,
                world.clock.instant()));
        assertEquals(DepartureOutcome.Reason.UNDONE_ALREADY, LeavingWorld
                .refused(leaving.departures.desk().undo(leaving.by("ines"), id, "again")));
    }

    @Test
    void aProviderComesBackWithItsPeopleAndEngagementsButNotWithWhomItLostBefore() {
        leaving.done(leaving.departures.desk().order(leaving.by("ines"), Kind.PERSON, "emil", "left Acme"));
        DepartureId id = leaving.done(leaving.departures.desk().order(leaving.by("ines"), Kind.PROVIDER,
                "acme", "contract cancelled")).id();
        leaving.ended(session);
        leaving.departures.closure().look();
        leaving.done(leaving.departures.desk().undo(OPERATOR, id, "signed again"));
        assertTrue(world.person("eva").enabled());
        assertFalse(world.person("emil").enabled());
        assertTrue(
                world.domain.engagements().byId("acme-2026").orElseThrow().runs(world.clock.instant()));
    }

    @Test
    void undoingTakesAnAdministratorACompleteProofAndTheAccounts() {
        DepartureId id = gone();
        assertEquals(DepartureOutcome.Reason.NOT_COMPLETE, LeavingWorld
                .refused(leaving.departures.desk().undo(leaving.by("ines"), id, "oops")));
        leaving.ended(session);
        leaving.departures.closure().look();
        assertEquals(DepartureOutcome.Reason.NOT_ALLOWED,
                LeavingWorld.refused(leaving.departures.desk().undo(leaving.by("ada"), id, "oops")));
        leaving.accounts.away = true;
        assertEquals(DepartureOutcome.Reason.UNAVAILABLE,
                LeavingWorld.refused(leaving.departures.desk().undo(leaving.by("ines"), id, "oops")));
        assertFalse(world.person("eva").enabled());
    }

    @Test
    void auditorsSeeAllAndSponsorsTheirs() {
        DepartureId id = gone();
        for (String who : List.of("ines", "aud", "ada")) {
            assertTrue(leaving.departures.views().departure(leaving.by(who), id.value()).isPresent(), who);
        }
        for (String who : List.of("otto", "emil", "ivan")) {
            assertTrue(leaving.departures.views().departure(leaving.by(who), id.value()).isEmpty(), who);
            assertEquals(List.of(), leaving.departures.views().newest(leaving.by(who), 10));
        }
    }
}
