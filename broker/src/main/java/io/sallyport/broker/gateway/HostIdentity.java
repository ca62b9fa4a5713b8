package io.sallyport.broker.gateway;

import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.authority.Issuance;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's host key and the certificate the authority gave it, renewed at half of its life. Without a certificate
 * (the authority is sealed) the plain key is shown. Safe for many threads.
 */
final class HostIdentity {
    private static final Logger LOG = Logger.getLogger(HostIdentity.class.getName());
    /** When to ask again after the authority said no. */
    static final Duration RETRY = Duration.ofSeconds(15);
    /** The longest pause between two looks at a certificate. */
    static final Duration LOOK = Duration.ofMinutes(10);

    private final KeyPair keys;
    private final List<String> names;
    private final Authority authority;
    private final InstantSource time;
    private volatile @Nullable OpenSshCertificate certificate;

    private HostIdentity(KeyPair keys, List<String> names, Authority authority, InstantSource time) {
        this.keys = keys;
        this.names = List.copyOf(names);
        this.authority = authority;
        this.time = time;
    }

    /** @param keyFile an OpenSSH private key without passphrase */
    static HostIdentity load(Path keyFile, List<String> names, Authority authority, InstantSource time)
            throws IOException {
        try {
            for (KeyPair pair : SecurityUtils.getKeyPairResourceParser().loadKeyPairs(null, keyFile,
                    FilePasswordProvider.EMPTY)) {
                return new HostIdentity(pair, names, authority, time);
            }
            throw new IOException("no key in the gateway's host key file");
        } catch (GeneralSecurityException e) {
            throw new IOException("the gateway's host key file cannot be read", e);
        }
    }

    KeyPair keys() {
        return keys;
    }

    /** The certificate, if there is one that is still good. */
    Optional<OpenSshCertificate> certificate() {
        OpenSshCertificate now = certificate;
        return now != null && now.getValidBefore() > time.instant().getEpochSecond()
                ? Optional.of(now)
                : Optional.empty();
    }

    /** Sees to it that there is a certificate. Blocks; returns how long to wait before the next call. Never throws. */
    Duration renew() {
        OpenSshCertificate now = certificate;
        Instant instant = time.instant();
        if (now != null && instant.isBefore(renewAt(now))) {
            Duration left = Duration.between(instant, renewAt(now));
            return left.compareTo(LOOK) < 0 ? left.plusSeconds(1) : LOOK;
        }
        try {
            SshPublicKey key = SshPublicKey.parseLine(PublicKeyEntry.toString(keys.getPublic()));
            return switch (authority.issueHost(key, names)) {
                case Issuance.Issued(var issued) -> {
                    certificate = (OpenSshCertificate) PublicKeyEntry.parsePublicKeyEntry(issued.line())
                            .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
                    LOG.info("the gateway has a new host certificate");
                    yield LOOK;
                }
                case Issuance.Refused(String reason, String text) -> {
                    LOG.warning("no host certificate for the gateway: " + Sanitize.log(reason + ": " + text));
                    yield RETRY;
                }
            };
        } catch (RuntimeException | IOException | GeneralSecurityException | SshFormatException e) {
            LOG.log(Level.WARNING, "no host certificate for the gateway", e);
            return RETRY;
        }
    }

    private static Instant renewAt(OpenSshCertificate certificate) {
        return Instant.ofEpochSecond((certificate.getValidAfter() + certificate.getValidBefore()) / 2);
    }
}
