package io.sallyport.broker.token;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.TokenEvent;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PersonKind;
import io.sallyport.wire.text.Sanitize;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes, shows, takes and revokes tokens. Blocking; safe for many threads. */
public final class TokenDesk {
    private static final Logger LOG = Logger.getLogger(TokenDesk.class.getName());
    /** What owners may call a token, in characters. */
    public static final int TITLE = 60;
    /** Live tokens of one person; more are forgotten somewhere. */
    static final int PER_PERSON = 20;
    /** Whoever makes a token has signed in within this time: a browser left open must not make one that outlives it. */
    public static final Duration SIGNED_IN = Duration.ofMinutes(15);
    /** How exactly the last use is kept; each call of a script is not worth a write. */
    static final Duration USE_STEP = Duration.ofMinutes(1);
    private static final int SHOWN = 500;
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    private final Consumer<Function<Instant, Event>> journal;
    private final TokenStore store;
    private final People people;
    private final TokenSettings settings;
    private final SecureRandom random;
    private final InstantSource time;

    /** @param journal commits an event, and throws when it can't */
    public TokenDesk(Consumer<Function<Instant, Event>> journal, TokenStore store, People people,
            TokenSettings settings,
            SecureRandom random, InstantSource time) {
        this.journal = journal;
        this.store = store;
        this.people = people;
        this.settings = settings;
        this.random = random;
        this.time = time;
    }

    /** How long a token lives at most. */
    public Duration longest() {
        return settings.longest();
    }

    /** Whether {@code viewer} sees and revokes everybody's, and makes those of service accounts. */
    public static boolean manages(Person viewer) {
        return viewer.internal() && viewer.is(Role.ADMINISTRATOR);
    }

    /** Those that {@code viewer} may see, the newest first. */
    public List<ApiToken> list(Person viewer) {
        return manages(viewer) ? store.newest(SHOWN) : store.of(viewer.name());
    }

    /**
     * Makes a token.
     *
     * @param proof how strongly, and when, {@code maker} proved who they are
     */
    public synchronized TokenOutcome make(Person maker, Assurance proof, TokenForm form) {
        Optional<TokenOutcome.Refused> no = refusal(maker, proof, form);
        if (no.isPresent()) {
            return no.get();
        }
        PersonName owner = form.person().orElse(maker.name());
        // As precise as the journal.
        Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        if (store.of(owner).stream().filter(token -> token.live(now)).count() >= PER_PERSON) {
            return refused(TokenOutcome.Reason.TOO_MANY,
                    "There are " + PER_PERSON + " live tokens already: revoke one first.");
        }
        TokenId id = TokenId.random(random);
        TokenSecret secret = TokenSecret.random(random);
        Duration life = form.life().orElse(settings.longest());
        // The journal first: a token that is in it and not in the store is dead, never the other way
        // round.
        ApiToken token = new ApiToken(id, owner, form.title().strip(), form.scopes(), maker.name(), now,
                now.plus(life), Optional.empty(), Optional.empty());
        journal.accept(at -> new TokenEvent.TokenMade(at, Actor.of(maker.name()), id.value(), owner,
                token.title(), token.scopeCodes(), token.expires()));
        store.add(token, secret.hash());
        return new TokenOutcome.Made(token, secret);
    }

    private Optional<TokenOutcome.Refused> refusal(Person maker, Assurance proof, TokenForm form) {
        String title = form.title().strip();
        if (title.isEmpty() || title.length() > TITLE || !Sanitize.isPlain(title)) {
            return no(TokenOutcome.Reason.BAD_TOKEN, "A token has a name of 1 to " + TITLE
                    + " characters, without control characters.");
        }
        if (form.scopes().isEmpty()) {
            return no(TokenOutcome.Reason.BAD_TOKEN,
                    "A token without a scope does nothing: name at least one.");
        }
        if (form.life().filter(life -> life.compareTo(SHORTEST) < 0
                || life.compareTo(settings.longest()) > 0).isPresent()) {
            return no(TokenOutcome.Reason.BAD_TOKEN,
                    "A token lives 5 minutes to " + settings.longest().toDays() + " days.");
        }
        Optional<TokenOutcome.Refused> forOther = form.person()
                .filter(owner -> !owner.equals(maker.name()))
                .flatMap(owner -> serviceOnly(maker, owner, form));
        if (forOther.isPresent()) {
            return forOther;
        }
        Instant now = time.instant();
        if (!proof.covers(Mfa.NONE, SIGNED_IN, now)) {
            return no(TokenOutcome.Reason.SIGN_IN_AGAIN, "You signed in more than "
                    + SIGNED_IN.toMinutes() + " minutes ago. Sign in again, then make the token.");
        }
        boolean sensitive = form.scopes().stream().anyMatch(TokenScope::sensitive)
                || form.person().filter(owner -> !owner.equals(maker.name())).isPresent();
        return sensitive && !proof.covers(Mfa.OTP, SIGNED_IN, now)
                ? no(TokenOutcome.Reason.STEP_UP, "Such a token needs a second factor: sign in to the console"
                        + " with one, and make it there within " + SIGNED_IN.toMinutes() + " minutes.")
                : Optional.empty();
    }

    private Optional<TokenOutcome.Refused> serviceOnly(Person maker, PersonName owner, TokenForm form) {
        boolean service = people.byName(owner).filter(Person::enabled)
                .filter(person -> person.kind() == PersonKind.SERVICE).isPresent();
        if (!manages(maker) || !service) {
            return no(TokenOutcome.Reason.NOT_ALLOWED,
                    "Tokens are made for oneself; an administrator of the company makes those of service"
                            + " accounts.");
        }
        return Set.of(TokenScope.READ, TokenScope.REQUEST).containsAll(form.scopes())
                ? Optional.empty()
                : no(TokenOutcome.Reason.NOT_ALLOWED,
                        "A service account decides nothing: read and request only.");
    }

    /** Takes a token back, for good. */
    public TokenOutcome revoke(Person caller, TokenId id) {
        Optional<ApiToken> token = store.byId(id)
                .filter(each -> manages(caller) || each.person().equals(caller.name()));
        if (token.isEmpty() || token.get().revoked().isPresent()) {
            return refused(TokenOutcome.Reason.NO_SUCH_TOKEN,
                    "There is no such token, or it was revoked before.");
        }
        revoke(token.get(), Actor.of(caller.name()), "revoked");
        return new TokenOutcome.Revoked(store.byId(id).orElse(token.get()));
    }

    /** The good ones that stand for a person, the newest first. */
    public List<ApiToken> live(PersonName person) {
        Instant now = time.instant();
        return store.of(person).stream().filter(token -> token.live(now)).toList();
    }

    /** Takes every token of a person back; returns how many. {@code reason}: a code such as {@code departed}. */
    public int revokeAll(PersonName person, Actor actor, String reason) {
        List<ApiToken> live = live(person);
        live.forEach(token -> revoke(token, actor, reason));
        return live.size();
    }

    // The projection marks it, so that the events of an older database's journal mark it too.
    private void revoke(ApiToken token, Actor actor, String reason) {
        journal.accept(
                at -> new TokenEvent.TokenRevoked(at, actor, token.id().value(), token.person(), reason));
    }

    /** The live token with that secret. Being shown counts as being used. Whether its owner may do anything at all is for the caller to ask. */
    public Optional<ApiToken> shown(String secret) {
        Instant now = time.instant();
        Optional<ApiToken> token = TokenSecret.of(secret).flatMap(each -> store.byHash(each.hash()))
                .filter(each -> each.live(now));
        token.filter(each -> each.lastUsed().filter(at -> at.plus(USE_STEP).isAfter(now)).isEmpty())
                .ifPresent(each -> store.used(each.id(), now));
        return token;
    }

    /**
     * True when the text, such as a query string, has something like a secret in it. If it is a live token's, the token is revoked: query strings are
     * written to logs and histories, and whoever reads those has it.
     */
    public boolean leaked(String text) {
        Optional<TokenSecret> secret = text.contains(TokenSecret.PREFIX)
                ? TokenSecret.in(text)
                : Optional.empty();
        Instant now = time.instant();
        secret.flatMap(each -> store.byHash(each.hash())).filter(token -> token.live(now))
                .ifPresent(token -> {
                    LOG.log(Level.WARNING, "token {0} of {1} stood in a query string and is revoked",
                            new Object[]{token.id(), token.person()});
                    revoke(token, Actor.SYSTEM, "in-query");
                });
        return secret.isPresent();
    }

    private static Optional<TokenOutcome.Refused> no(TokenOutcome.Reason reason, String text) {
        return Optional.of(refused(reason, text));
    }

    private static TokenOutcome.Refused refused(TokenOutcome.Reason reason, String text) {
        return new TokenOutcome.Refused(reason, text);
    }
}
