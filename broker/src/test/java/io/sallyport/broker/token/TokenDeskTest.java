package io.sallyport.broker.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.audit.EventCodec;
import io.sallyport.broker.audit.TokenEvent;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.PeopleStore;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** API tokens: who makes them, how long they last, and what ends them. */
class TokenDeskTest {
    private static final ServiceAccount SERVICE = new ServiceAccount(new PersonName("ada"),
            Instant.parse("2099-01-01T00:00:00Z"), List.of());
    private static final Person EVA = person("eva", false, Optional.empty(), Role.ENGINEER);
    private static final Person ADA = person("ada", true, Optional.empty(), Role.APPROVER,
            Role.ADMINISTRATOR);
    private static final Person ROBOT = person("robot", false, Optional.of(SERVICE), Role.ENGINEER);
    private static final Person STOPPED = new Person(new PersonName("stopped"), "stopped",
            ROBOT.organisation(),
            false, Set.of(), Set.of(Role.ENGINEER), false, Optional.of(SERVICE), Optional.empty(),
            Origin.FILE,
            Optional.empty());
    private static final Person PETE = person("pete", false, Optional.empty(), Role.ADMINISTRATOR);

    private final FakeClock clock = new FakeClock();
    private final InMemoryTokens store = new InMemoryTokens(clock);
    private final People people = new People(new PeopleStore() {
        @Override
        public List<Person> people() {
            return List.of(EVA, ADA, ROBOT, STOPPED, PETE);
        }

        @Override
        public List<RegisteredKey> keys() {
            return List.of();
        }
    }, clock);
    private final TokenDesk desk = new TokenDesk(store, store, people, TokenSettings.STANDARD,
            new SecureRandom(), clock);

    private static Person person(String name, boolean internal, Optional<ServiceAccount> service,
            Role... roles) {
        return new Person(new PersonName(name), name, new OrganisationName("acme"), internal, Set.of(),
                Set.of(roles), true, service, Optional.empty(), Origin.FILE, Optional.empty());
    }

    private Assurance now(Mfa level) {
        return new Assurance(level, clock.instant());
    }

    private static TokenForm form(Duration life, TokenScope... scopes) {
        return new TokenForm("nightly report", Set.of(scopes), Optional.of(life), Optional.empty());
    }

    private TokenOutcome.Made made() {
        return assertInstanceOf(TokenOutcome.Made.class,
                desk.make(EVA, now(Mfa.NONE), form(Duration.ofDays(30), TokenScope.READ)));
    }

    private static void assertRefused(TokenOutcome.Reason why, TokenOutcome outcome) {
        assertEquals(why, assertInstanceOf(TokenOutcome.Refused.class, outcome).reason());
    }

    @Test
    void aTokenIsFoundByItsSecretAndByNothingElse() {
        TokenOutcome.Made made = made();
        String secret = made.secret().reveal();
        assertTrue(secret.matches("sat_[A-Za-z0-9_-]{43}"));
        assertEquals(made.token().id(), desk.shown(secret).orElseThrow().id());
        for (String other : List.of("", secret + "x", secret.substring(0, 46), secret.toLowerCase(
                java.util.Locale.ROOT), " " + secret, made.token().id().value(), "sat_" + "A".repeat(43),
                made.secret().hash())) {
            assertTrue(desk.shown(other).isEmpty(), other);
        }
        assertNotEquals(secret, made().secret().reveal());
    }

    @Test
    void neitherTheSecretNorItsHashIsInTheJournalOrInAnyText() {
        TokenOutcome.Made made = made();
        String journal = new String(EventCodec.encode(store.events.getFirst()), StandardCharsets.UTF_8);
        for (String text : List.of(journal, made.toString(), made.token().toString(),
                made.secret().toString())) {
            assertFalse(text.contains(made.secret().reveal()) || text.contains(made.secret().hash()), text);
        }
        assertInstanceOf(TokenEvent.TokenMade.class, store.events.getFirst());
    }

    @Test
    void aTokenThatCantBeJournalledIsNotMade() {
        TokenDesk broken = new TokenDesk(_ -> {
            throw new IllegalStateException("the disk is full");
        }, store, people, TokenSettings.STANDARD, new SecureRandom(), clock);
        org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class,
                () -> broken.make(EVA, now(Mfa.NONE), form(Duration.ofDays(1), TokenScope.READ)));
        assertEquals(List.of(), desk.list(EVA));
    }

    @Test
    void aTokenEndsAtItsEnd() {
        TokenOutcome.Made made = made();
        clock.advance(Duration.ofDays(30).minusMillis(1));
        assertTrue(desk.shown(made.secret().reveal()).isPresent());
        clock.advance(Duration.ofMillis(1));
        assertTrue(desk.shown(made.secret().reveal()).isEmpty());
    }

    @Test
    void noTokenLivesLongerThanTheBrokerAllows() {
        assertRefused(TokenOutcome.Reason.BAD_TOKEN,
                desk.make(EVA, now(Mfa.NONE), form(Duration.ofDays(90).plusSeconds(1), TokenScope.READ)));
        TokenOutcome.Made longest = assertInstanceOf(TokenOutcome.Made.class, desk.make(EVA, now(Mfa.NONE),
                new TokenForm("x", Set.of(TokenScope.READ), Optional.empty(), Optional.empty())));
        assertEquals(clock.instant().plus(Duration.ofDays(90)), longest.token().expires());
    }

    @Test
    void aTokenLivesLongEnoughToBeUsed() {
        assertRefused(TokenOutcome.Reason.BAD_TOKEN,
                desk.make(EVA, now(Mfa.NONE), form(Duration.ofMinutes(5).minusMillis(1), TokenScope.READ)));
        assertInstanceOf(TokenOutcome.Made.class,
                desk.make(EVA, now(Mfa.NONE), form(Duration.ofMinutes(5), TokenScope.READ)));
    }

    @Test
    void aTokenThatIsRevokedIsDeadAtOnceAndForGood() {
        TokenOutcome.Made made = made();
        assertRefused(TokenOutcome.Reason.NO_SUCH_TOKEN, desk.revoke(PETE, made.token().id()));
        assertTrue(desk.shown(made.secret().reveal()).isPresent());
        assertInstanceOf(TokenOutcome.Revoked.class, desk.revoke(EVA, made.token().id()));
        assertTrue(desk.shown(made.secret().reveal()).isEmpty());
        assertRefused(TokenOutcome.Reason.NO_SUCH_TOKEN, desk.revoke(EVA, made.token().id()));
        TokenOutcome.Made other = made();
        assertInstanceOf(TokenOutcome.Revoked.class, desk.revoke(ADA, other.token().id()));
    }

    @Test
    void aTokenInAQueryIsRevokedWhereverItStands() {
        TokenOutcome.Made made = made();
        assertFalse(desk.leaked("page=2&x=sat_short"));
        assertTrue(desk.leaked("sat_" + "B".repeat(43)));
        assertTrue(desk.shown(made.secret().reveal()).isPresent());
        assertTrue(desk.leaked("a=1&token=" + made.secret().reveal() + "&b=2"));
        assertTrue(desk.shown(made.secret().reveal()).isEmpty());
        assertTrue(desk.leaked("access_token=" + made.secret().reveal()));
        assertEquals("in-query",
                assertInstanceOf(TokenEvent.TokenRevoked.class, store.events.getLast()).reason());
        assertEquals(2, store.events.size());
    }

    @Test
    void allTokensOfWhoLeavesEnd() {
        TokenOutcome.Made one = made();
        TokenOutcome.Made two = made();
        assertEquals(2, desk.revokeAll(EVA.name(), io.sallyport.broker.audit.Actor.SYSTEM, "departed"));
        assertTrue(desk.shown(one.secret().reveal()).isEmpty());
        assertTrue(desk.shown(two.secret().reveal()).isEmpty());
        assertEquals(0, desk.revokeAll(EVA.name(), io.sallyport.broker.audit.Actor.SYSTEM, "departed"));
    }

    @Test
    void whoSignedInLongAgoMakesNoToken() {
        Assurance old = now(Mfa.OTP);
        clock.advance(TokenDesk.SIGNED_IN.plusSeconds(1));
        assertRefused(TokenOutcome.Reason.SIGN_IN_AGAIN,
                desk.make(EVA, old, form(Duration.ofDays(1), TokenScope.READ)));
    }

    @Test
    void aTokenThatDecidesOrFetchesRecordingsNeedsASecondFactor() {
        for (TokenScope scope : List.of(TokenScope.APPROVE, TokenScope.RECORDINGS)) {
            TokenForm form = form(Duration.ofDays(1), TokenScope.READ, scope);
            assertRefused(TokenOutcome.Reason.STEP_UP, desk.make(ADA, now(Mfa.NONE), form));
            assertInstanceOf(TokenOutcome.Made.class, desk.make(ADA, now(Mfa.OTP), form));
        }
    }

    @Test
    void anAdministratorMakesTheTokensOfServiceAccountsAndOfNobodyElse() {
        TokenForm robot = new TokenForm("ansible", Set.of(TokenScope.REQUEST), Optional.empty(),
                Optional.of(ROBOT.name()));
        assertRefused(TokenOutcome.Reason.STEP_UP, desk.make(ADA, now(Mfa.NONE), robot));
        assertEquals(ROBOT.name(),
                assertInstanceOf(TokenOutcome.Made.class, desk.make(ADA, now(Mfa.OTP), robot)).token()
                        .person());
        assertRefused(TokenOutcome.Reason.NOT_ALLOWED, desk.make(EVA, now(Mfa.OTP), robot));
        assertRefused(TokenOutcome.Reason.NOT_ALLOWED, desk.make(ADA, now(Mfa.OTP), new TokenForm("x",
                Set.of(TokenScope.REQUEST), Optional.empty(), Optional.of(STOPPED.name()))));
        assertRefused(TokenOutcome.Reason.NOT_ALLOWED, desk.make(PETE, now(Mfa.OTP), robot));
        assertRefused(TokenOutcome.Reason.NOT_ALLOWED, desk.make(ADA, now(Mfa.OTP),
                new TokenForm("x", Set.of(TokenScope.READ), Optional.empty(), Optional.of(EVA.name()))));
        assertRefused(TokenOutcome.Reason.NOT_ALLOWED, desk.make(ADA, now(Mfa.OTP), new TokenForm("x",
                Set.of(TokenScope.APPROVE), Optional.empty(), Optional.of(ROBOT.name()))));
    }

    @Test
    void aPersonHasAtMostTwentyLiveTokens() {
        for (int i = 0; i < TokenDesk.PER_PERSON; i++) {
            made();
        }
        assertRefused(TokenOutcome.Reason.TOO_MANY,
                desk.make(EVA, now(Mfa.NONE), form(Duration.ofDays(1), TokenScope.READ)));
        desk.revoke(EVA, desk.list(EVA).getFirst().id());
        made();
    }

    @Test
    void aTokenSaysWhatItIsForAndHasAScope() {
        for (String title : List.of("", "  ", "x".repeat(61), "a\u001b[2Jb", "a\nb")) {
            assertRefused(TokenOutcome.Reason.BAD_TOKEN, desk.make(EVA, now(Mfa.NONE), new TokenForm(title,
                    Set.of(TokenScope.READ), Optional.empty(), Optional.empty())));
        }
        assertRefused(TokenOutcome.Reason.BAD_TOKEN, desk.make(EVA, now(Mfa.NONE), form(Duration.ofDays(1))));
    }

    @Test
    void onlyAdministratorsOfTheCompanySeeTheTokensOfOthers() {
        made();
        assertEquals(1, desk.list(EVA).size());
        assertEquals(1, desk.list(ADA).size());
        assertEquals(0, desk.list(PETE).size());
        assertEquals(0, desk.list(ROBOT).size());
    }

    @Test
    void theLastUseIsKeptToTheMinute() {
        TokenOutcome.Made made = made();
        desk.shown(made.secret().reveal());
        ApiToken seen = desk.list(EVA).getFirst();
        assertEquals(Optional.of(clock.instant()), seen.lastUsed());
        clock.advance(TokenDesk.USE_STEP.minusMillis(1));
        desk.shown(made.secret().reveal());
        assertEquals(seen.lastUsed(), desk.list(EVA).getFirst().lastUsed());
        clock.advance(Duration.ofMillis(1));
        desk.shown(made.secret().reveal());
        assertEquals(Optional.of(clock.instant()), desk.list(EVA).getFirst().lastUsed());
    }
}
