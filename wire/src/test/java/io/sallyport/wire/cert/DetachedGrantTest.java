package io.sallyport.wire.cert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.DetachedLists;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.grant.Rights;
import io.sallyport.wire.Mode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Certificates whose grant names its lists by hash: believed with exactly those lists, refused with any others. */
class DetachedGrantTest {
    private final CertificateVerifier verifier = new CertificateVerifier(Samples.BUNDLE, Mode.PRODUCTION);
    private final Grant grant = grant("service");
    private final GrantLists lists = CarriedGrant.beside(grant).orElseThrow();

    static Grant grant(String name) {
        Rights rights = Rights.from(Rights.standard()).exec(Commands.of(
                IntStream.range(0, 300).mapToObj((name + " restart %03d")::formatted).toList())).build();
        Grant small = Samples.grant();
        return new Grant(small.version(), small.id(), small.kind(), small.person(), small.organisation(),
                small.target(), small.login(), small.notBefore(), small.notAfter(), small.max(),
                small.endReason(), small.ticket(), small.reason(), small.policyHash(), small.rule(),
                small.requires(), small.approvals(), rights, small.lease(), small.epoch(),
                Protections.neededBy(rights));
    }

    private static Expectation with(DetachedLists lists) {
        return new Expectation(Samples.TARGET, Optional.of(Samples.LOGIN), Samples.SOURCE, Samples.NOW,
                lists);
    }

    private static SshCertificate signed(Grant grant) {
        return CertificateCodec.sign(Samples.draft(grant), Samples.USER_CA, Samples.RANDOM);
    }

    private void refused(RefusalReason reason, SshCertificate certificate, DetachedLists beside) {
        CertificateVerdict verdict = verifier.verify(certificate, with(beside));
        assertEquals(reason,
                assertInstanceOf(CertificateVerdict.Refused.class, verdict, verdict::toString).reason());
    }

    @Test
    void withItsListsTheWholeGrantIsBelieved() {
        var accepted = assertInstanceOf(CertificateVerdict.Accepted.class,
                verifier.verify(signed(grant), with(DetachedLists.of(List.of(lists)))));
        assertEquals(grant, accepted.grant());
        assertEquals(Optional.of(lists.sha256()), CertificateContent.namedLists(signed(grant)));
        assertEquals(Optional.empty(), CertificateContent.namedLists(Samples.certificate()));
    }

    @Test
    void listsOfOtherCertificatesBesideDoNotMatter() {
        GrantLists others = CarriedGrant.beside(grant("other")).orElseThrow();
        assertInstanceOf(CertificateVerdict.Accepted.class,
                verifier.verify(signed(grant), with(DetachedLists.of(List.of(others, lists)))));
        assertInstanceOf(CertificateVerdict.Accepted.class,
                verifier.verify(Samples.certificate(), with(DetachedLists.of(List.of(others, lists)))));
    }

    @Test
    void withoutItsListsOrWithOthersItIsRefused() {
        GrantLists others = CarriedGrant.beside(grant("other")).orElseThrow();
        refused(RefusalReason.GRANT_LISTS, signed(grant), DetachedLists.none());
        refused(RefusalReason.GRANT_LISTS, signed(grant), DetachedLists.of(List.of(others)));
        refused(RefusalReason.GRANT_LISTS, signed(grant), new DetachedLists(Map.of(lists.sha256(), others)));
    }

    @Test
    void aCertificateThatClaimsOtherListsIsRefused() {
        GrantLists others = CarriedGrant.beside(grant("other")).orElseThrow();
        DetachedLists both = DetachedLists.of(List.of(lists, others));
        String option = new String(CarriedGrant.of(grant).encode(), StandardCharsets.UTF_8);
        for (String wrong : List.of(option.replace("\"sudo\":\"none\"", "\"sudo\":\"detached\""),
                option.replace("\"exec\":\"detached\"", "\"exec\":\"any\",\"x\":\"detached\""),
                option.replace("\"lists.detached\",", ""),
                option.replaceAll("\"lists\":\\{[^}]*},", ""))) {
            assertRefusedOption(wrong, both, RefusalReason.GRANT_FORM, RefusalReason.GRANT_LISTS);
        }
        // Signed by the right authority, with the hash of something else: its spelling is another grant's.
        assertRefusedOption(option.replaceAll("\"bytes\":[0-9]+", "\"bytes\":9"), both,
                RefusalReason.GRANT_LISTS);
        assertRefusedOption(option.replace(lists.sha256(), "0".repeat(64)), both, RefusalReason.GRANT_LISTS);
    }

    private void assertRefusedOption(String option, DetachedLists beside, RefusalReason... reasons) {
        Blob blob = new Blob().critical(CertificateContent.GRANT, option);
        CertificateVerdict verdict = verifier.verify(blob.bytes(), with(beside));
        RefusalReason reason = assertInstanceOf(CertificateVerdict.Refused.class, verdict, verdict::toString)
                .reason();
        assertEquals(true, List.of(reasons).contains(reason), reason + " for " + option);
    }

    /** What stands in the certificate is looked at before lists are: a stranger's are not even read. */
    @Test
    void everyOtherRefusalComesFirst() {
        SshCertificate forged = CertificateCodec.sign(Samples.draft(grant),
                Ed25519Key.generate(Samples.RANDOM), Samples.RANDOM);
        refused(RefusalReason.UNKNOWN_CA, forged, DetachedLists.none());
    }
}
