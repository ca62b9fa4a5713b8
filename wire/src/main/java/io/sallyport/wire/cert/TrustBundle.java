package io.sallyport.wire.cert;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Limits;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The CA keys a program trusts, by role (docs/formats/certificate.md). One to {@link Limits#TRUSTED_CAS} of each role,
 * all ssh-ed25519, and none in both roles. A newer bundle has a higher version.
 */
public record TrustBundle(long version, List<SshPublicKey> userCas, List<SshPublicKey> hostCas,
        boolean demo) {
    private static final String FORMAT = "sallyport-trust/1";
    private static final Set<String> FIELDS = Set.of("format", "version", "userCas", "hostCas", "demo");

    public TrustBundle {
        userCas = List.copyOf(userCas);
        hostCas = List.copyOf(hostCas);
        requireKeys(userCas);
        requireKeys(hostCas);
        if (version < 1) {
            throw new IllegalArgumentException("versions of a trust bundle begin with 1");
        }
        if (userCas.stream().anyMatch(hostCas::contains)) {
            throw new IllegalArgumentException("a CA key has one role, user or host");
        }
    }

    private static void requireKeys(List<SshPublicKey> keys) {
        if (keys.isEmpty() || keys.size() > Limits.TRUSTED_CAS || Set.copyOf(keys).size() < keys.size()
                || !keys.stream().allMatch(key -> key.kind() == KeyType.ED25519)) {
            throw new IllegalArgumentException(
                    "one to " + Limits.TRUSTED_CAS + " different ssh-ed25519 keys of each role are wanted");
        }
    }

    /** As JSON. */
    public Json.Obj json() {
        return Json.object().put("format", FORMAT).put("version", version).put("userCas", lines(userCas))
                .put("hostCas", lines(hostCas)).put("demo", demo).build();
    }

    /** From JSON. @throws SshFormatException not a bundle of this format */
    public static TrustBundle of(Json.Obj json) throws SshFormatException {
        try {
            json.onlyFields(FIELDS);
            if (!json.string("format").equals(FORMAT)) {
                throw new SshFormatException("not a trust bundle of format " + FORMAT);
            }
            return new TrustBundle(json.number("version"), keys(json.strings("userCas")),
                    keys(json.strings("hostCas")),
                    json.bool("demo"));
        } catch (JsonFormatException | IllegalArgumentException e) {
            throw new SshFormatException("a trust bundle that breaks a rule: " + e.getMessage());
        }
    }

    /** Reads the file. @throws IOException unreadable, too large, or not a bundle */
    public static TrustBundle read(Path file) throws IOException {
        try {
            byte[] content = OwnFiles.read(file, Limits.TRUST_BUNDLE_BYTES);
            return of(JsonParser.parseObject(content, Limits.TRUST_BUNDLE_BYTES, Limits.JSON_DEPTH));
        } catch (JsonFormatException | SshFormatException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Writes the file, whole or not at all. */
    public void write(Path file) throws IOException {
        OwnFiles.write(file, json().canonical());
    }

    private static Json.Arr lines(List<SshPublicKey> keys) {
        return Json.strings(keys.stream().map(SshPublicKey::line).toList());
    }

    private static List<SshPublicKey> keys(List<String> lines) throws SshFormatException {
        List<SshPublicKey> keys = new ArrayList<>();
        for (String line : lines) {
            keys.add(SshPublicKey.parseLine(line));
        }
        return keys;
    }
}
