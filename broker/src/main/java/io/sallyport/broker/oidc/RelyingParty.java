package io.sallyport.broker.oidc;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCClaimsRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.ClaimRequirement;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import io.sallyport.broker.identity.SignIn;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The authorization code flow with PKCE as one client of one issuer (OpenID Connect Core 1.0, RFC 7636, RFC 9207, RFC 9700). Access and refresh
 * tokens are thrown away: nothing is done at the provider in anybody's name. Blocking; safe for many threads.
 */
final class RelyingParty implements AutoCloseable {
    /** Where the provider sends browsers back to; registered there exactly so. */
    static final String CALLBACK = "/sign-in/oidc/callback";
    /** Where a browser comes back to after it signed out there. */
    static final String SIGNED_OUT = "/";

    /** Where to send the browser, and the cookie it has to bring back. */
    record Departure(URI to, String cookie) {
        @Override
        public String toString() {
            return "a departure (secret)";
        }
    }

    /** What was wanted and what was proven; {@code idToken} as the provider wrote it. */
    record Arrival(Wanted wanted, Proof proof, String idToken) {
        @Override
        public String toString() {
            return "an arrival (secret)";
        }
    }

    private final OidcSettings settings;
    private final ClientSecret secret;
    private final Supplier<String> origin;
    private final BackChannel channel;
    private final Provider provider;
    private final Flows flows;
    private final IdTokens idTokens;
    private final LogoutTokens logoutTokens;

    /**
     * Reads secret and CA; asks nobody yet.
     *
     * @param origin of the console, as browsers write it
     * @throws IOException naming the file that can't be used, never what is in it
     */
    RelyingParty(OidcSettings settings, Supplier<String> origin, Duration limit, SecureRandom random,
            InstantSource time, LongSupplier nanos) throws IOException {
        this.settings = settings;
        this.origin = origin;
        this.secret = ClientSecret.read(settings.secretFile());
        this.channel = new BackChannel(settings, limit);
        this.provider = new Provider(settings, channel, nanos);
        this.flows = new Flows(random, nanos);
        Signatures signatures = new Signatures(provider);
        this.idTokens = new IdTokens(settings, signatures, time);
        this.logoutTokens = new LogoutTokens(settings, signatures, time);
    }

    Provider provider() {
        return provider;
    }

    Departure depart(Wanted wanted, String source) throws OidcTrouble {
        Provider.Metadata metadata = provider.metadata();
        Flows.Begun begun = flows.begin(wanted, source);
        Flow flow = begun.flow();
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                ResponseType.CODE, new Scope("openid"),
                new ClientID(settings.clientId()), callback())
                .endpointURI(metadata.authorization()).state(new State(flow.state()))
                .nonce(new Nonce(flow.nonce()))
                .codeChallenge(new CodeVerifier(flow.verifier()), CodeChallengeMethod.S256)
                .maxAge((int) maxAge(wanted).toSeconds());
        List<String> acr = settings.acrFor(wanted.level());
        if (!acr.isEmpty()) {
            // Essential: who can't reach it should hear so there. It is checked here all the same.
            request.claims(new OIDCClaimsRequest().withIDTokenClaimsRequest(new ClaimsSetRequest()
                    .add(new ClaimsSetRequest.Entry("acr")
                            .withClaimRequirement(ClaimRequirement.ESSENTIAL).withValues(acr))));
        }
        return new Departure(request.build().toURI(), begun.cookie());
    }

    /** What the answer proves. The flow is over, whatever comes of it. */
    Arrival arrive(String cookie, ProviderAnswer answer) throws OidcTrouble {
        Flow flow = flows.take(cookie)
                .orElseThrow(() -> new OidcTrouble.Distrust("an answer to a browser that asked nothing"));
        if (answer.state().filter(state -> same(state, flow.state())).isEmpty()) {
            throw new OidcTrouble.Distrust("an answer to another question");
        }
        Provider.Metadata metadata = provider.metadata();
        // RFC 9207 section 2.4: the code of another issuer's answer is sent nowhere.
        if (answer.issuer().isPresent()
                ? !answer.issuer().get().equals(settings.issuer().toString())
                : metadata.issInResponse()) {
            throw new OidcTrouble.Distrust("an answer of another issuer");
        }
        if (answer.error().isPresent() || answer.code().isEmpty()) {
            throw new OidcTrouble.Distrust("no code but the error " + answer.error().orElse("(none)"));
        }
        String token = redeem(metadata, answer.code().get(), flow);
        return new Arrival(flow.wanted(), idTokens.proof(token, flow.nonce(), flow.wanted().level(),
                maxAge(flow.wanted())), token);
    }

    LogoutTokens.Over over(String logoutToken) throws OidcTrouble {
        return logoutTokens.over(logoutToken);
    }

    /** Where somebody signs out at the provider too; empty when it has no such place or is away. */
    Optional<URI> farewell(String idToken) {
        try {
            Optional<URI> end = provider.metadata().endSession();
            return end.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LogoutRequest(end.get(), SignedJWT.parse(idToken),
                            URI.create(origin.get() + SIGNED_OUT), null).toURI());
        } catch (OidcTrouble | java.text.ParseException e) {
            return Optional.empty();
        }
    }

    private String redeem(Provider.Metadata metadata, String code, Flow flow) throws OidcTrouble {
        HTTPRequest request = new TokenRequest.Builder(metadata.token(), secret.of(settings.clientId()),
                new AuthorizationCodeGrant(new AuthorizationCode(code), callback(),
                        new CodeVerifier(flow.verifier())))
                .build().toHTTPRequest();
        try {
            TokenResponse response = OIDCTokenResponseParser.parse(channel.post(request));
            if (!response.indicatesSuccess()) {
                throw new OidcTrouble.Distrust("the provider takes not the code: "
                        + response.toErrorResponse().getErrorObject().getCode());
            }
            @Nullable
            String token = ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens()
                    .getIDTokenString();
            if (token == null) {
                throw new OidcTrouble.Distrust("the provider gives no id token");
            }
            return token;
        } catch (ParseException e) {
            throw new OidcTrouble.Distrust("the provider's answer to the code can't be read");
        }
    }

    // A sign-in may be as old as our own sessions may get; to step up it has to be of just now.
    private Duration maxAge(Wanted wanted) {
        return wanted.raise().isPresent() ? settings.stepUpAge() : SignIn.LIFE;
    }

    private URI callback() {
        return URI.create(origin.get() + CALLBACK);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8),
                other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        channel.close();
    }
}
