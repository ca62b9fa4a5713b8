package io.sallyport.broker.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a logout token has to be (OpenID Connect Back-Channel Logout 1.0, section 2.6). Blocking; safe for many threads. */
final class LogoutTokens {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Set<String> TYPES = Set.of("jwt", "logout+jwt");
    /** Longer than a token is believed. */
    private static final Duration REMEMBERED = Claims.FRESH.plus(Claims.SKEW.multipliedBy(4));
    /** Only the issuer's own tokens are remembered, so that no stranger fills it. */
    private static final int MOST = 10_000;

    /** Whose sign-in is over; one of the two is there. */
    record Over(Optional<String> subject, Optional<String> session) {}

    private final OidcSettings settings;
    private final Signatures signatures;
    private final InstantSource time;
    // Guarded by its own monitor.
    private final Map<String, Instant> used = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    LogoutTokens(OidcSettings settings, Signatures signatures, InstantSource time) {
        this.settings = settings;
        this.signatures = signatures;
        this.time = time;
    }

    Over over(String token) throws OidcTrouble {
        Signatures.Believed believed = signatures.verified(token);
        if (believed.type().filter(type -> !TYPES.contains(type)).isPresent()) {
            throw new OidcTrouble.Distrust("a token of another kind");
        }
        Instant now = time.instant();
        Claims claims = new Claims(believed.claims(), now);
        claims.requireFrom(settings, false);
        if (claims.has("nonce")) {
            throw new OidcTrouble.Distrust("an id token in the place of a logout token");
        }
        if (!(claims.raw("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map<?, ?>)) {
            throw new OidcTrouble.Distrust("a token that does not say that somebody logs out");
        }
        Over over = new Over(claims.text("sub"), claims.text("sid"));
        if (over.subject().isEmpty() && over.session().isEmpty()) {
            throw new OidcTrouble.Distrust("a logout token that names nobody");
        }
        onlyOnce(claims.needed("jti"), now);
        return over;
    }

    private void onlyOnce(String id, Instant now) throws OidcTrouble {
        synchronized (used) {
            used.values().removeIf(at -> at.plus(REMEMBERED).isBefore(now));
            if (used.putIfAbsent(id, now) != null) {
                throw new OidcTrouble.Distrust("a logout token that was used before");
            }
        }
    }
}
