package io.sallyport.broker.console;

import io.sallyport.wire.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where the console listens and how it proves who it is.
 *
 * @param port 0: any free one
 * @param publicUrl what people type; the origin that changes must come from
 * @param certificate PEM chain
 * @param key PEM private key (PKCS#8)
 */
public record ConsoleSettings(String host, int port, URI publicUrl, Path certificate, Path key) {
    public ConsoleSettings {
        if (!"https".equals(publicUrl.getScheme()) || publicUrl.getAuthority() == null) {
            throw new IllegalArgumentException("the public address must be https://NAME[:PORT]");
        }
    }

    /**
     * With a certificate of our own, made once and kept in {@code folder} as {@code console.crt} and {@code console.key}.
     *
     * @throws IOException the files can't be read or written, or don't belong together
     */
    public static ConsoleSettings selfSigned(String host, int port, URI publicUrl, Path folder,
            SecureRandom random,
            InstantSource time) throws IOException {
        Path certificate = folder.resolve("console.crt");
        Path key = folder.resolve("console.key");
        List<String> names = Stream.of(host, publicUrl.getHost(), "localhost").filter(Objects::nonNull)
                .distinct().toList();
        TlsIdentity.loadOrCreate(key, certificate, "Sallyport console", names, random, time);
        return new ConsoleSettings(host, port, publicUrl, certificate, key);
    }

    /** The public origin, as browsers write it. */
    String origin() {
        return "https://" + publicUrl.getAuthority();
    }

    /** The same for links that are handed out. {@code listening}: the port there is where the address says any (0). */
    String origin(int listening) {
        String origin = origin();
        return publicUrl.getPort() == 0
                ? origin.substring(0, origin.lastIndexOf(':') + 1) + listening
                : origin;
    }
}
