package io.sallyport.certsdev;

import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.OpenSshKeyFile;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.signing.AuthorityClient;
import io.sallyport.wire.signing.AuthorityException;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** Throw-away SSH keys for example people, in the files that stock OpenSSH reads. */
final class DevKeys {
    private DevKeys() {}

    /** Writes {@code file} and {@code file.pub}; returns the public line with its comment. */
    static String makePerson(Path file, String name, SecureRandom random) {
        Ed25519Key key = Ed25519Key.generate(random);
        String line = key.publicKey().line(name + "-sallyport-demo");
        try {
            OpenSshKeyFile.write(file, key, name + "-sallyport-demo", random);
        } catch (IOException e) {
            throw new DemoFailure("can't write the key " + file + ": " + e.getMessage(), e);
        }
        Files600.write(file.resolveSibling(file.getFileName() + ".pub"), line + "\n");
        return line;
    }

    /** Whether the authority answers, unsealed. */
    static boolean answers(Path authoritySocket) {
        try {
            return Files.exists(authoritySocket)
                    && new AuthorityClient(authoritySocket)
                            .ask(new SigningRequest.Status()) instanceof SigningAnswer.Standing(var sealed, _)
                    && !sealed;
        } catch (AuthorityException e) {
            return false;
        }
    }

    /** The known_hosts text that trusts the authority's host keys for these names. */
    static String knownHosts(Path authoritySocket, List<String> names) {
        SigningAnswer answer = new AuthorityClient(authoritySocket).ask(new SigningRequest.TrustKeys());
        if (!(answer instanceof SigningAnswer.Trust(var bundle))) {
            throw new DemoFailure("the authority did not tell its public keys");
        }
        StringBuilder text = new StringBuilder();
        for (SshPublicKey ca : bundle.hostCas()) {
            text.append("@cert-authority ").append(String.join(",", names)).append(' ')
                    .append(ca.line("sallyport-demo-host-ca")).append('\n');
        }
        return text.toString();
    }
}
