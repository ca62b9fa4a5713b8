package io.sallyport.agent;

import io.sallyport.policies.grant.Ceiling;
import io.sallyport.policies.grant.CeilingFile;
import io.sallyport.wire.Limits;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * The host's own limit on every grant, as its administrator wrote it, or the built-in one.
 *
 * @param text of the file; empty for the built-in one
 * @param hash SHA-256 of the text, hex
 */
record HostCeiling(Ceiling ceiling, String text, String hash) {

    /** @throws AgentProblem the file is wrong, with every problem in it, or others may change it */
    static HostCeiling read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new HostCeiling(Ceiling.builtIn(), "", hash(""));
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new AgentProblem(2, file + " may be changed by others; do: chmod go-w " + file);
        }
        String text = new String(OwnFiles.read(file, Limits.CEILING_BYTES), StandardCharsets.UTF_8);
        return switch (CeilingFile.parse(file.toString(), text)) {
            case CeilingFile.Parsed.Valid(Ceiling ceiling) -> new HostCeiling(ceiling, text, hash(text));
            case CeilingFile.Parsed.Invalid invalid -> throw new AgentProblem(2,
                    String.join("\n", invalid.problems().stream().map(Object::toString).toList()));
        };
    }

    /** The text for the broker's people: the whole of it, or its first lines and how much there is. The hash is always that of the whole. */
    String told() {
        if (text.length() <= Limits.CEILING_TEXT) {
            return text;
        }
        String rest = "# The whole file has " + text.length() + " characters.\n";
        int most = Limits.CEILING_TEXT - rest.length();
        return text.substring(0, text.lastIndexOf('\n', most - 1) + 1) + rest;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
