package io.sallyport.authority;

import io.sallyport.evidence.log.Journal;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.SshPublicKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What the authority did, as events in its own journal: an auditor can compare it with the broker's, so that a
 * certificate obtained behind the broker's back shows. Each method returns after the event is on disk. Safe for many
 * threads. Throws {@link io.sallyport.evidence.log.JournalException} when it is not.
 */
final class IssuedJournal {
    private final Journal journal;
    private final InstantSource time;

    IssuedJournal(Journal journal, InstantSource time) {
        this.journal = journal;
        this.time = time;
    }

    void unsealed() {
        append(event("authority-unsealed"));
    }

    void sealed() {
        append(event("authority-sealed"));
    }

    /** The certificate exists but was not given to anybody yet. */
    void issued(SshCertificate certificate) {
        SshPublicKey key = certificate.subject();
        append(event("certificate-issued").put("role", certificate.role().name().toLowerCase(Locale.ROOT))
                .put("serial", Long.toUnsignedString(certificate.serial())).put("keyId", certificate.keyId())
                .put("principals", Json.strings(certificate.principals())).put("key", key.fingerprint())
                .put("validAfter", text(certificate.validAfter()))
                .put("validBefore", text(certificate.validBefore()))
                .put("sha256", sha256(certificate.bytes())));
    }

    private JsonBuilder event(String type) {
        return Json.object().put("type", type).put("at", time.instant().toString());
    }

    private void append(JsonBuilder event) {
        journal.append(event.canonical());
    }

    private static String text(long seconds) {
        return Instant.ofEpochSecond(seconds).toString();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
