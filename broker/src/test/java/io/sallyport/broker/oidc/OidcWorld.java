package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jwt.JWTClaimsSet;
import io.sallyport.broker.FakeClock;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A relying party and the provider it trusts. */
final class OidcWorld implements AutoCloseable {
    static final String ORIGIN = "https://gw.example.com";
    static final Wanted SIGN_IN = new Wanted(Mfa.OTP, Optional.empty(), "/");
    final FakeClock clock = new FakeClock();
    final StubProvider provider;
    final RelyingParty party;

    OidcWorld(Path folder) throws IOException {
        this(folder, Duration.ofSeconds(20));
    }

    OidcWorld(Path folder, Duration limit) throws IOException {
        provider = new StubProvider(folder, clock);
        party = new RelyingParty(provider.settings(), () -> ORIGIN, limit, new SecureRandom(), clock,
                clock::nanos);
    }

    /** A browser on its way: what the provider was asked, and the cookie that has to come back. */
    record Trip(Map<String, String> asked, String cookie) {
        String nonce() {
            return asked.getOrDefault("nonce", "");
        }
    }

    Trip depart(Wanted wanted) {
        try {
            RelyingParty.Departure departure = party.depart(wanted, "source");
            return new Trip(StubProvider.query(departure.to()), departure.cookie());
        } catch (OidcTrouble e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a browser brings back that nobody has meddled with. */
    ProviderAnswer answer(Trip trip, String code) {
        return new ProviderAnswer(Optional.of(code), Optional.ofNullable(trip.asked.get("state")),
                Optional.of(provider.issuer()), Optional.empty());
    }

    /** Signs Ada in with that token. */
    RelyingParty.Arrival arrive(Trip trip, String idToken) throws OidcTrouble {
        return party.arrive(trip.cookie, answer(trip, provider.sell(trip.asked, idToken)));
    }

    RelyingParty.Arrival arriveWith(Wanted wanted, Consumer<JWTClaimsSet.Builder> lie) throws OidcTrouble {
        Trip trip = depart(wanted);
        JWTClaimsSet.Builder claims = provider.claims(StubProvider.ADA, trip.nonce());
        lie.accept(claims);
        return arrive(trip, provider.signed(claims.build()));
    }

    void assertLie(String why, Consumer<JWTClaimsSet.Builder> lie) {
        assertDistrust(why, () -> arriveWith(SIGN_IN, lie));
    }

    static void assertDistrust(String why, org.junit.jupiter.api.function.Executable attempt) {
        assertEquals(why, assertThrows(OidcTrouble.Distrust.class, attempt).why());
    }

    static void assertAway(String why, org.junit.jupiter.api.function.Executable attempt) {
        assertEquals(why, assertThrows(OidcTrouble.Away.class, attempt).why());
    }

    @Override
    public void close() {
        party.close();
        provider.close();
    }
}
