package io.sallyport.broker.account;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import io.sallyport.wire.Secret;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Checks what authenticators say (WebAuthn level 3, §7.1 and §7.2), and is the only class that knows the library that does. The
 * user must be present and verified; type, challenge, origin and relying party must be ours; the page must not stand in another's
 * frame; a counter that does not grow is refused. Attestation is not asked for: which make a key is of is nobody's business here.
 *
 * <p>The form of an answer is checked before the library sees it; what it then throws, of its own kinds and those of its parsers, means that the
 * answer does not verify. Strangers send what they like: that alone is said to nobody but who looks for it. Safe for many threads.
 */
final class Webauthn {
    private static final Logger LOG = Logger.getLogger(Webauthn.class.getName());
    /** EdDSA, ES256 and RS256: what the specification recommends for everybody (§5.4). */
    static final List<Long> ALGORITHMS = List.of(-8L, -7L, -257L);
    private static final boolean PRESENT = true;
    private static final boolean VERIFIED = true;

    private final String rpId;
    private final WebAuthnManager manager;
    private final AttestedCredentialDataConverter converter;

    /** @param rpId the host name that keys are made for */
    Webauthn(String rpId) {
        this.rpId = rpId;
        ObjectConverter objects = new ObjectConverter();
        this.manager = WebAuthnManager.createNonStrictWebAuthnManager(objects);
        this.converter = new AttestedCredentialDataConverter(objects);
    }

    /**
     * A new passkey, from the answer of {@code navigator.credentials.create} as JSON. Empty: it is not good.
     *
     * @param origin of the page that asked
     */
    Optional<Passkey> registered(String answer, byte[] challenge, String origin, String label, Instant at) {
        return BrowserAnswer.created(answer)
                .flatMap(good -> verified(good, challenge, origin, label, at));
    }

    private Optional<Passkey> verified(String answer, byte[] challenge, String origin, String label,
            Instant at) {
        try {
            RegistrationData data = manager.verifyRegistrationResponseJSON(answer,
                    new RegistrationParameters(server(challenge, origin), algorithms(), VERIFIED, PRESENT));
            AuthenticatorData<?> said = Objects.requireNonNull(data.getAttestationObject())
                    .getAuthenticatorData();
            AttestedCredentialData made = Objects.requireNonNull(said.getAttestedCredentialData());
            return Optional.of(new Passkey(base64(made.getCredentialId()), base64(converter.convert(made)),
                    said.getSignCount(), said.isFlagBE(), said.isFlagBS(), label, at, Optional.empty()));
        } catch (RuntimeException e) {
            LOG.info("a new passkey was refused: it is not what was asked for");
            LOG.log(Level.FINE, "the library said", e);
            return Optional.empty();
        }
    }

    /** Which credential and which user handle an answer of {@code navigator.credentials.get} names, without any proof. */
    record Named(String credential, Optional<Secret> handle) {}

    /** Empty: it can't be read. */
    Optional<Named> named(String answer) {
        Optional<String> good = BrowserAnswer.used(answer);
        if (good.isEmpty()) {
            LOG.fine("what a browser sent is no answer to a question for a passkey");
            return Optional.empty();
        }
        try {
            AuthenticationData data = manager.parseAuthenticationResponseJSON(good.get());
            return Optional.of(new Named(credential(data),
                    Optional.ofNullable(data.getUserHandle()).map(Secret::of)));
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "what a browser sent can''t be read", e);
            return Optional.empty();
        }
    }

    /** The passkey as it is after this use; empty: the answer is not its owner's to this question. */
    Optional<Passkey> shown(String answer, byte[] challenge, String origin, Passkey kept, Secret handle,
            Instant at) {
        return BrowserAnswer.used(answer)
                .flatMap(good -> verified(good, challenge, origin, kept, handle, at));
    }

    private Optional<Passkey> verified(String answer, byte[] challenge, String origin, Passkey kept,
            Secret handle, Instant at) {
        try {
            CredentialRecord record = record(kept);
            AuthenticationData data = manager.verifyAuthenticationResponseJSON(answer,
                    new AuthenticationParameters(server(challenge, origin), record,
                            List.of(Base64.getUrlDecoder().decode(kept.credential())), VERIFIED, PRESENT));
            // §7.2 step 6: an answer may leave the handle out only where somebody is known already.
            boolean same = data.getUserHandle() == null
                    || MessageDigest.isEqual(data.getUserHandle(), handle.bytes());
            AuthenticatorData<?> said = Objects.requireNonNull(data.getAuthenticatorData());
            return same
                    ? Optional.of(kept.usedAt(at, said.getSignCount(), said.isFlagBS()))
                    : Optional.empty();
        } catch (RuntimeException e) {
            // Only who knows a registered key's id comes here.
            LOG.log(Level.INFO, "the passkey {0} was refused: its answer is not one to the question that was"
                    + " asked, or its counter did not grow", kept.id());
            LOG.log(Level.FINE, "the library said", e);
            return Optional.empty();
        }
    }

    // The library says with another annotation that the array may be missing, which the checker takes
    // for its bytes.
    @SuppressWarnings("NullAway")
    private static String credential(AuthenticationData data) {
        return base64(Objects.requireNonNull(data.getCredentialId()));
    }

    private CredentialRecord record(Passkey kept) {
        return new CredentialRecordImpl(new NoneAttestationStatement(), true, kept.backupEligible(),
                kept.backedUp(), kept.counter(),
                converter.convert(Base64.getUrlDecoder().decode(kept.data())), null, null, null, null);
    }

    private ServerProperty server(byte[] challenge, String origin) {
        return ServerProperty.builder().origin(Origin.create(origin)).rpId(rpId)
                .challenge(new DefaultChallenge(challenge)).build();
    }

    private static List<PublicKeyCredentialParameters> algorithms() {
        return ALGORITHMS.stream().map(each -> new PublicKeyCredentialParameters(
                PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(each))).toList();
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
