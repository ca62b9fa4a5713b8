package io.sallyport.broker.console;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.broker.token.TokenDesk;
import io.sallyport.broker.token.TokenSecret;
import io.sallyport.policies.grant.Cidr;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out who calls: by the session cookie, or by a bearer token for scripts. Safe for many threads. */
final class Callers {
    /** The prefix makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis, 4.1.3.2). */
    static final String COOKIE = "__Host-sallyport";
    private static final String BEARER = "Bearer ";
    private final SignIn signIn;
    private final People people;
    private final Optional<TokenDesk> tokens;

    Callers(SignIn signIn, People people, Optional<TokenDesk> tokens) {
        this.signIn = signIn;
        this.people = people;
        this.tokens = tokens;
    }

    Optional<Caller> identify(HttpServerRequest request) {
        @Nullable
        String header = request.getHeader("Authorization");
        if (header != null) {
            // A header that is no good is not excused by a cookie: one call, one identity.
            return header.startsWith(BEARER)
                    ? caller(header.substring(BEARER.length()), true)
                            .filter(each -> comesFrom(each.person(), request))
                    : Optional.empty();
        }
        Set<Cookie> cookies = request.cookies(COOKIE);
        return cookies.size() == 1 ? caller(cookies.iterator().next().getValue(), false) : Optional.empty();
    }

    // A token of a service account is good where its keys are.
    private static boolean comesFrom(Person person, HttpServerRequest request) {
        return person.service().isEmpty() || Cidr.literal(request.remoteAddress().hostAddress())
                .filter(person::comesFrom).isPresent();
    }

    private Optional<Caller> caller(String id, boolean bearer) {
        return bearer && id.startsWith(TokenSecret.PREFIX) ? byToken(id) : bySession(id, bearer);
    }

    // The owner as they are now: a token never has more than they.
    private Optional<Caller> byToken(String secret) {
        return tokens.flatMap(desk -> desk.shown(secret))
                .flatMap(token -> people.active(token.person())
                        .map(person -> new Caller(person, WebSession.ofToken(person.name()), true,
                                Optional.of(token))));
    }

    private Optional<Caller> bySession(String id, boolean bearer) {
        return signIn.session(id).flatMap(session -> people.byName(session.person()).filter(Person::enabled)
                .map(person -> new Caller(person, session, bearer, Optional.empty())));
    }

    static String cookie(String id) {
        return COOKIE + "=" + id + "; Path=/; Secure; HttpOnly; SameSite=Strict";
    }

    static String noCookie() {
        return COOKIE + "=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict";
    }
}
