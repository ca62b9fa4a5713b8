package io.sallyport.wire.cert;

import java.util.List;
import java.util.SortedMap;

/** The parts of a certificate as parsed. Internal: nobody compares two of them, and the arrays stay here. */
@SuppressWarnings("ArrayRecordComponent")
record CertificateFields(CertificateRole role, SshPublicKey subject, SshPublicKey ca, long serial,
        String keyId,
        List<String> principals, long validAfter, long validBefore, SortedMap<String, String> criticalOptions,
        SortedMap<String, String> extensions, String signatureAlgorithm, byte[] signature,
        int signedLength) {}
