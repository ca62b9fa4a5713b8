package io.sallyport.broker.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The pinned issuer: its addresses and its keys, as it publishes them itself. Blocking; safe for many threads. */
final class Provider {
    private static final Logger LOG = Logger.getLogger(Provider.class.getName());
    /** A key that the issuer takes back is believed no longer than that. */
    static final Duration LIFE = Duration.ofMinutes(10);
    /** A key that is not known yet may have been made just now; but strangers must not make us ask at every call. */
    static final Duration SOONEST = Duration.ofSeconds(30);
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    /**
     * What of the issuer's metadata is used.
     *
     * @param issInResponse the issuer names itself in every response (RFC 9207)
     * @param endSession where somebody signs out there; absent: nowhere
     */
    record Metadata(URI authorization, URI token, URI keys, Optional<URI> endSession,
            boolean issInResponse) {}

    private final OidcSettings settings;
    private final BackChannel channel;
    private final Remembered<Metadata> metadata;
    private final Remembered<JWKSet> keys;
    private volatile @Nullable String trouble;

    Provider(OidcSettings settings, BackChannel channel, LongSupplier nanos) {
        this.settings = settings;
        this.channel = channel;
        this.metadata = new Remembered<>(this::readMetadata, LIFE, nanos);
        this.keys = new Remembered<>(this::readKeys, LIFE, nanos);
    }

    Metadata metadata() throws OidcTrouble {
        return metadata.value();
    }

    /** The issuer's key with that id. */
    JWK key(String id) throws OidcTrouble {
        JWK key = keys.value().getKeyByKeyId(id);
        if (key == null) {
            key = keys.noOlderThan(SOONEST).getKeyByKeyId(id);
        }
        if (key == null) {
            throw new OidcTrouble.Distrust("a key that is not the issuer's");
        }
        return key;
    }

    /** Asks the issuer now, so that {@link #trouble} is of now. Called from time to time. */
    void look() {
        try {
            metadata.noOlderThan(Duration.ZERO);
        } catch (OidcTrouble e) {
            LOG.log(Level.FINE, "the identity provider is away: {0}", e.why());
        }
    }

    /** Why the issuer could not be asked the last time; empty when it could. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private Metadata readMetadata() throws OidcTrouble {
        try {
            Metadata read = parse(channel.get(wellKnown()));
            if (trouble != null) {
                LOG.info("the identity provider answers again");
            }
            trouble = null;
            return read;
        } catch (OidcTrouble e) {
            if (trouble == null) {
                LOG.log(Level.WARNING, "the identity provider can''t be used: {0}", e.why());
            }
            trouble = e.why();
            throw e;
        }
    }

    // OpenID Connect Discovery 1.0, section 4: the path is appended to the issuer's own.
    private URI wellKnown() {
        String issuer = settings.issuer().toString();
        return URI.create((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                + WELL_KNOWN);
    }

    private Metadata parse(String text) throws OidcTrouble {
        try {
            OIDCProviderMetadata read = OIDCProviderMetadata.parse(text);
            // Section 4.3 there: anything else lets one issuer speak for another.
            if (!settings.issuer().toString().equals(read.getIssuer().getValue())) {
                throw new OidcTrouble.Distrust("its metadata name another issuer");
            }
            return new Metadata(own(read.getAuthorizationEndpointURI(), "authorization_endpoint"),
                    own(read.getTokenEndpointURI(), "token_endpoint"), own(read.getJWKSetURI(), "jwks_uri"),
                    Optional.ofNullable(read.getEndSessionEndpointURI()).filter(channel::ofIssuer),
                    read.supportsAuthorizationResponseIssuerParam());
        } catch (ParseException e) {
            throw new OidcTrouble.Away("its metadata can't be read");
        }
    }

    private URI own(@Nullable URI address, String name) throws OidcTrouble {
        if (address == null || !channel.ofIssuer(address)) {
            throw new OidcTrouble.Distrust("its " + name + " is not an https address of its own host");
        }
        return address;
    }

    private JWKSet readKeys() throws OidcTrouble {
        String text = channel.get(metadata().keys);
        try {
            return JWKSet.parse(text);
        } catch (java.text.ParseException e) {
            throw new OidcTrouble.Away("its keys can't be read");
        }
    }
}
