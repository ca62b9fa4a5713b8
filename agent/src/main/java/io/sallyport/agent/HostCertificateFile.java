package io.sallyport.agent;

import io.sallyport.agent.ssh.HostSshServer;
import io.sallyport.wire.cert.CertificateVerifier;
import io.sallyport.wire.cert.HostVerdict;
import io.sallyport.wire.cert.MinaKeys;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host certificate: kept in a file, renewed by the broker, used by the SSH server. Safe for many threads. */
final class HostCertificateFile implements HostSshServer.HostCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(HostCertificateFile.class);
    private static final int MOST = 32 * 1024;

    private final Path file;
    private final SshPublicKey hostKey;
    private final String name;
    private final CertificateVerifier verifier;
    private final InstantSource time;
    private volatile @Nullable OpenSshCertificate current;

    HostCertificateFile(Path file, SshPublicKey hostKey, String name, CertificateVerifier verifier,
            InstantSource time) {
        this.file = file;
        this.hostKey = hostKey;
        this.name = name;
        this.verifier = verifier;
        this.time = time;
    }

    /** Takes up what an earlier run has stored, as far as it is still good. */
    void load() throws IOException {
        if (Files.exists(file)) {
            accept(new String(OwnFiles.read(file, MOST), StandardCharsets.US_ASCII).strip());
        }
    }

    /** A certificate the broker sent; one that engineers' clients would refuse is refused here, with the reason in the log. */
    void renew(String line) {
        if (accept(line)) {
            try {
                OwnFiles.write(file, (line + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                LOG.error("the host certificate cannot be stored: {}", e.toString());
            }
        }
    }

    private boolean accept(String line) {
        try {
            SshCertificate certificate = SshCertificate.parseLine(line);
            return switch (verifier.verifyHost(certificate, name, time.instant())) {
                case HostVerdict.Refused refused -> {
                    LOG.error("a host certificate is refused: {}", refused.text());
                    yield false;
                }
                case HostVerdict.Accepted accepted -> {
                    if (!accepted.key().equals(hostKey)) {
                        LOG.error("a host certificate for another key is refused");
                        yield false;
                    }
                    current = MinaKeys.library(certificate);
                    yield true;
                }
            };
        } catch (SshFormatException e) {
            LOG.error("a host certificate that cannot be read is refused: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public Optional<OpenSshCertificate> current() {
        return Optional.ofNullable(current);
    }
}
