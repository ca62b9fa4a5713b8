package io.sallyport.agent;

import io.sallyport.agent.tunnel.Enrolment;
import io.sallyport.evidence.recording.RecordingKey;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Limits;
import io.sallyport.wire.Mode;
import io.sallyport.wire.cert.CertificateVerifier;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.OpenSshKeyFile;
import io.sallyport.wire.file.OwnFiles;
import io.sallyport.wire.tls.JoinToken;
import io.sallyport.wire.tls.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The command {@code enrol}: makes the keys, asks the broker, and writes the folder. Written last, {@code agent.yaml} means done. */
final class AgentEnrolment {

    private final AgentFolder folder;
    private final SecureRandom random;
    private final InstantSource time;

    AgentEnrolment(AgentFolder folder, SecureRandom random, InstantSource time) {
        this.folder = folder;
        this.random = random;
        this.time = time;
    }

    /** @throws AgentProblem no token, an unreadable one, or a folder that is in use already */
    void enrol(Optional<Path> tokenFile, Optional<String> targetName, Mode mode) throws IOException {
        JoinToken token = JoinToken.parse(tokenText(tokenFile))
                .orElseThrow(() -> new AgentProblem(2, "This is not a join token (sallyport-join:v1:...)."));
        OwnFiles.requireFolder(folder.root());
        if (Files.exists(folder.config())) {
            throw new AgentProblem(2,
                    folder.config() + " is there already. To enrol again, use a new folder.");
        }
        TargetName target = target(token, targetName);
        TlsIdentity identity = TlsIdentity.loadOrCreate(folder.identityKey(), folder.identityCertificate(),
                target.value(),
                List.of(), random, time);
        Ed25519Key hostKey = OpenSshKeyFile.readOrCreate(folder.hostKey(), random);
        RecordingKey recordingKey = RecordingKey.loadOrCreate(folder.recordingKey(), random);
        Enrolment.Admitted admitted = new Enrolment(random).enrol(token, identity,
                new Enrolment.Offer(target, hostKey.publicKey().line(), recordingKey.publicHex(),
                        AgentVersion.text()));
        admitted.trust().write(folder.trust());
        admitted.hostCertificate().ifPresent(line -> new HostCertificateFile(folder.hostCertificate(),
                hostKey.publicKey(), target.value(), new CertificateVerifier(admitted.trust(), mode), time)
                .renew(line));
        AgentConfig config = new AgentConfig(target, token.host(), token.port(), token.spkiSha256(), mode);
        OwnFiles.write(folder.config(), config.text().getBytes(StandardCharsets.UTF_8));
    }

    private static TargetName target(JoinToken token, Optional<String> given) {
        if (given.isPresent()) {
            return TargetName.parse(given.get())
                    .orElseThrow(() -> new AgentProblem(2, "--target is not a target name."));
        }
        return token.target().orElseThrow(
                () -> new AgentProblem(2,
                        "This token does not say which target it is for: give --target NAME."));
    }

    /** A file must not be readable for others, because whoever has the token can become this target. */
    private static String tokenText(Optional<Path> file) throws IOException {
        byte[] text = file.isPresent()
                ? OwnFiles.readSecret(file.get(), 2 * Limits.JOIN_TOKEN_CHARACTERS)
                : System.in.readNBytes(2 * Limits.JOIN_TOKEN_CHARACTERS);
        return new String(text, StandardCharsets.UTF_8);
    }
}
