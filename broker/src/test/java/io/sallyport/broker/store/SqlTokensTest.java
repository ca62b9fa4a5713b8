package io.sallyport.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.token.ApiToken;
import io.sallyport.broker.token.TokenDesk;
import io.sallyport.broker.token.TokenForm;
import io.sallyport.broker.token.TokenOutcome;
import io.sallyport.broker.token.TokenScope;
import io.sallyport.policies.policy.Mfa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens in the database, with the journal beside them. */
class SqlTokensTest {
    private World world;
    private TokenDesk desk;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = World.in(folder);
        desk = world.domain.tokens();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Person eva() {
        return world.person("eva");
    }

    private TokenOutcome.Made made() {
        return assertInstanceOf(TokenOutcome.Made.class, desk.make(eva(),
                new Assurance(Mfa.OTP, world.clock.instant()),
                new TokenForm("report", Set.of(TokenScope.READ, TokenScope.REQUEST),
                        Optional.of(Duration.ofDays(7)), Optional.empty())));
    }

    @Test
    void aTokenComesBackWholeAndWithItsUse() {
        TokenOutcome.Made made = made();
        assertEquals(List.of(made.token()), desk.list(eva()));
        assertEquals(made.token(), desk.shown(made.secret().reveal()).orElseThrow());
        assertEquals(Optional.of(world.clock.instant()), desk.list(eva()).getFirst().lastUsed());
    }

    @Test
    void theJournalRevokesAndTheDatabaseFollows() {
        TokenOutcome.Made made = made();
        assertInstanceOf(TokenOutcome.Revoked.class, desk.revoke(eva(), made.token().id()));
        assertTrue(desk.shown(made.secret().reveal()).isEmpty());
        assertTrue(desk.list(eva()).getFirst().revoked().isPresent());
    }

    @Test
    void whoLeavesHasNoTokensAnyMoreAlsoIfTheyComeBack() {
        TokenOutcome.Made made = made();
        world.domain.trail().record(at -> new DirectoryEvent.PersonHeld(at, Actor.OPERATOR, eva().name(),
                "suspended", "a while"));
        assertTrue(desk.list(eva()).getFirst().revoked().isEmpty());
        world.domain.trail().record(at -> new DirectoryEvent.PersonHeld(at, Actor.OPERATOR, eva().name(),
                "departed", "left"));
        assertTrue(desk.shown(made.secret().reveal()).isEmpty());
        world.domain.trail().record(at -> new DirectoryEvent.PersonReleased(at, Actor.OPERATOR, eva().name(),
                "departed", "back"));
        assertTrue(desk.shown(made.secret().reveal()).isEmpty());
        world.clock.advance(Duration.ofSeconds(1));
        assertTrue(desk.shown(made().secret().reveal()).isPresent());
    }

    @Test
    void aSecretBelongsToOneTokenAndATokenEndsAfterItBegan() {
        TokenOutcome.Made made = made();
        SqlTokens store = new SqlTokens(world.database);
        ApiToken token = made.token();
        store.add(copy(token, "t-aaaaaaaaaa", token.expires()), "a".repeat(64));
        assertThrows(StoreException.class,
                () -> store.add(copy(token, "t-bbbbbbbbbb", token.expires()), "a".repeat(64)));
        assertThrows(StoreException.class,
                () -> store.add(copy(token, "t-cccccccccc", token.created()), "c".repeat(64)));
        assertThrows(StoreException.class,
                () -> store.add(copy(token, "t-dddddddddd", token.expires()), "short"));
    }

    private static ApiToken copy(ApiToken token, String id, java.time.Instant expires) {
        return new ApiToken(new io.sallyport.broker.token.TokenId(id), token.person(), token.title(),
                token.scopes(), token.creator(), token.created(), expires, Optional.empty(),
                Optional.empty());
    }
}
