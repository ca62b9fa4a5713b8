package io.sallyport.broker.departure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.PastJudgement;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.SessionStore;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.evidence.log.Hash;
import io.sallyport.evidence.log.SignedCheckpoint;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The form of the proof document, byte by byte (docs/formats/departure.md). */
class ProofGoldenTest {
    private static final Instant AT = Instant.parse("2026-03-03T10:00:00Z");
    private static final SessionId SESSION = new SessionId("s-" + "b".repeat(26));
    private static final GrantId GRANT = new GrantId("g-" + "c".repeat(26));

    private static final Departure DEPARTURE = new Departure(new DepartureId("d-abcdefghij"), Kind.PROVIDER,
            "acme", "contract \"cancelled\"", List.of("acme-2026"), Actor.OPERATOR, Optional.of("root"), AT,
            41,
            List.of(leaver("eva", List.of(SESSION), Optional.of(new Leaver.AccountEnd("keycloak",
                    Leaver.AccountEnd.State.DISABLED, AT.plusSeconds(2)))), leaver("emil", List.of(),
                            Optional.empty())),
            Optional.empty(), Optional.empty());

    private static Leaver leaver(String name, List<SessionId> sessions,
            Optional<Leaver.AccountEnd> account) {
        return new Leaver(new PersonName(name), new OrganisationName("acme"),
                List.of(new KeyFingerprint("SHA256:" + "A".repeat(43))), List.of(GRANT),
                List.of(new RequestId("r-abcdefghij")), sessions, List.of("t-1"), 2, account);
    }

    /** Knows one session, which ended. */
    private static final class OneSession implements SessionStore {
        @Override
        public List<io.sallyport.broker.session.Note> notes(SessionId id) {
            return List.of();
        }

        @Override
        public Optional<SessionSummary> session(SessionId id) {
            return Optional.of(new SessionSummary(
                    new Session(SESSION, new PersonName("eva"), new OrganisationName("acme"),
                            new TargetName("web-1"), new KeyFingerprint("SHA256:" + "A".repeat(43)),
                            "192.0.2.7:50022", List.of(GRANT), "0".repeat(64), "1".repeat(64),
                            AT.minusSeconds(60)),
                    SessionSummary.State.ENDED, Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.of(EndReason.REVOKED),
                    Optional.of(new SessionSummary.Ending(EndReason.REVOKED, "", AT.plusMillis(812))),
                    SessionSummary.Recording.NONE, Optional.empty()));
        }

        @Override
        public List<SessionSummary> startingWith(String prefix) {
            return List.of();
        }

        @Override
        public List<SessionSummary> sessions(SessionFilter filter, Optional<PersonName> only) {
            return List.of();
        }

        @Override
        public List<SessionSummary> running() {
            return List.of();
        }

        @Override
        public List<PastJudgement> judgements(SessionId id) {
            return List.of();
        }

        @Override
        public boolean serialUsed(long serial) {
            return false;
        }
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = ProofGoldenTest.class.getResourceAsStream("/golden/departure/1/" + name)) {
            return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(),
                    StandardCharsets.UTF_8).strip();
        }
    }

    @Test
    void aFinishedProofHasExactlyThisForm() throws IOException {
        SignedCheckpoint checkpoint = new SignedCheckpoint("sallyport/journal/0011223344556677", 60,
                Hash.of(new byte[32]), AT.plusSeconds(3), "sallyport/journal/0011223344556677\n60\n");
        assertEquals(golden("finished.json"), new String(new Proof(new OneSession())
                .finished(DEPARTURE, AT.plusSeconds(3), checkpoint).canonical(), StandardCharsets.UTF_8));
    }

    @Test
    void anOpenOneSaysWhatIsPending() throws IOException {
        assertEquals(golden("open.json"), new String(
                new Proof(new OneSession()).unfinished(DEPARTURE).canonical(), StandardCharsets.UTF_8));
    }
}
