package io.sallyport.authority;

import io.sallyport.wire.Limits;
import io.sallyport.wire.Secret;
import io.sallyport.wire.file.OwnFiles;
import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a passphrase comes from: a file, a systemd credential, or a person at the console. Never an argument or an
 * environment variable, because other processes can read those.
 */
final class Passphrases {
    private final @Nullable Console console;
    private final @Nullable String credentials;

    /**
     * @param console     the terminal, if there is one
     * @param credentials the folder systemd names in {@code CREDENTIALS_DIRECTORY}, if it does
     */
    Passphrases(@Nullable Console console, @Nullable String credentials) {
        this.console = console;
        this.credentials = credentials;
    }

    /** The content of the file without its last line end. @throws IOException open to others, empty, or too large */
    static Secret fromFile(Path file) throws IOException {
        return trimmed(OwnFiles.readSecret(file, Limits.PASSPHRASE_BYTES + 2), file.toString());
    }

    /** The systemd credential of this name (LoadCredential=, LoadCredentialEncrypted=). */
    Secret fromCredential(String name) throws IOException {
        if (credentials == null) {
            throw new IOException("systemd gave no credentials: CREDENTIALS_DIRECTORY is not set");
        }
        if (!name.matches("[A-Za-z0-9._-]{1,255}") || name.startsWith(".")) {
            throw new IOException("not the name of a credential");
        }
        // Systemd keeps the folder from others and gives the files mode 0400 or 0440; its promise is
        // enough.
        return trimmed(OwnFiles.read(Path.of(credentials, name), Limits.PASSPHRASE_BYTES + 2),
                "the credential");
    }

    /** Asks without echo; empty when there is no terminal, or the person gave up. */
    Optional<Secret> ask(String question) {
        Console terminal = console;
        if (terminal == null || !terminal.isTerminal()) {
            return Optional.empty();
        }
        char[] typed = terminal.readPassword("%s", question);
        if (typed == null) {
            return Optional.empty();
        }
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        Secret secret = Secret.of(bytes);
        Arrays.fill(typed, '\0');
        utf8.clear();
        while (utf8.hasRemaining()) {
            utf8.put((byte) 0);
        }
        Arrays.fill(bytes, (byte) 0);
        return Optional.of(secret);
    }

    private static Secret trimmed(byte[] content, String name) throws IOException {
        int length = content.length;
        if (length > 0 && content[length - 1] == '\n') {
            length -= length > 1 && content[length - 2] == '\r' ? 2 : 1;
        }
        byte[] passphrase = Arrays.copyOf(content, length);
        Arrays.fill(content, (byte) 0);
        if (length == 0 || length > Limits.PASSPHRASE_BYTES) {
            throw new IOException(
                    name + " holds no passphrase of 1 to " + Limits.PASSPHRASE_BYTES + " bytes");
        }
        Secret secret = Secret.of(passphrase);
        Arrays.fill(passphrase, (byte) 0);
        return secret;
    }
}
