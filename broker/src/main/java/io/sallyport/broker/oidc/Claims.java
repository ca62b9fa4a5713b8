package io.sallyport.broker.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** Reads claims strictly: one of the wrong type is no claim but a reason to distrust. Immutable. */
final class Claims {
    /** Two clocks may differ by so much. */
    static final Duration SKEW = Duration.ofSeconds(30);
    /** A token is used at once: an older one was kept by somebody. */
    static final Duration FRESH = Duration.ofMinutes(2);
    private static final int LONGEST = 255;

    private final JWTClaimsSet set;
    private final Instant now;

    Claims(JWTClaimsSet set, Instant now) {
        this.set = set;
        this.now = now;
    }

    boolean has(String name) {
        return set.getClaim(name) != null;
    }

    Object raw(String name) throws OidcTrouble {
        Object value = set.getClaim(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    Optional<String> text(String name) throws OidcTrouble {
        try {
            Optional<String> text = Optional.ofNullable(set.getStringClaim(name));
            if (text.filter(each -> each.isEmpty() || each.length() > LONGEST).isPresent()) {
                throw new OidcTrouble.Distrust("a claim " + name + " that is empty or too long");
            }
            return text;
        } catch (ParseException e) {
            throw new OidcTrouble.Distrust("a claim " + name + " that is no text");
        }
    }

    String needed(String name) throws OidcTrouble {
        return text(name).orElseThrow(() -> missing(name));
    }

    Optional<Instant> time(String name) throws OidcTrouble {
        try {
            return Optional.ofNullable(set.getDateClaim(name)).map(Date::toInstant);
        } catch (ParseException e) {
            throw new OidcTrouble.Distrust("a claim " + name + " that is no time");
        }
    }

    Instant neededTime(String name) throws OidcTrouble {
        return time(name).orElseThrow(() -> missing(name));
    }

    /** From this issuer, for this client and nobody else, made just now, not over. {@code needsEnd}: it has to say when it ends. */
    void requireFrom(OidcSettings settings, boolean needsEnd) throws OidcTrouble {
        if (!needed("iss").equals(settings.issuer().toString())) {
            throw new OidcTrouble.Distrust("a token of another issuer");
        }
        List<String> audience = set.getAudience();
        // OpenID Connect Core 3.1.3.7: others that are not trusted must not be listed, and none is.
        if (!audience.equals(List.of(settings.clientId()))) {
            throw new OidcTrouble.Distrust("a token that is not for this client alone");
        }
        Optional<String> party = text("azp");
        if (party.isPresent() && !party.get().equals(settings.clientId())) {
            throw new OidcTrouble.Distrust("a token made for another client");
        }
        requireTimes(needsEnd);
    }

    private void requireTimes(boolean needsEnd) throws OidcTrouble {
        Instant made = neededTime("iat");
        if (made.isAfter(now.plus(SKEW))) {
            throw new OidcTrouble.Distrust("a token from the future");
        }
        if (made.isBefore(now.minus(FRESH).minus(SKEW))) {
            throw new OidcTrouble.Distrust("a token that was made a while ago");
        }
        Optional<Instant> end = time("exp");
        if (end.isPresent() ? !end.get().plus(SKEW).isAfter(now) : needsEnd) {
            throw new OidcTrouble.Distrust("a token that is over, or says not when it is");
        }
        Optional<Instant> begin = time("nbf");
        if (begin.isPresent() && begin.get().isAfter(now.plus(SKEW))) {
            throw new OidcTrouble.Distrust("a token that is not good yet");
        }
    }

    private static OidcTrouble.Distrust missing(String name) {
        return new OidcTrouble.Distrust("a token without " + name);
    }
}
