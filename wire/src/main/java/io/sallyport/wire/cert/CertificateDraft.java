package io.sallyport.wire.cert;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a CA is asked to put its name to. Times are whole seconds (UTC): valid from {@code validAfter}, inclusive, to
 * {@code validBefore}, exclusive. The value of an option or extension is its text, empty for a bare flag.
 */
public record CertificateDraft(CertificateRole role, SshPublicKey subject, long serial, String keyId,
        List<String> principals, Instant validAfter, Instant validBefore,
        SortedMap<String, String> criticalOptions,
        SortedMap<String, String> extensions) {

    public CertificateDraft {
        principals = List.copyOf(principals);
        // Natural order of strings equals order of bytes here, because names are ASCII.
        criticalOptions = Collections.unmodifiableSortedMap(new TreeMap<>(criticalOptions));
        extensions = Collections.unmodifiableSortedMap(new TreeMap<>(extensions));
    }
}
