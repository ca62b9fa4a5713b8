package io.sallyport.wire.cert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.wire.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CertificateCodecTest {
    private static final SshCertificate SIGNED = Samples.certificate();

    @Property(tries = 200)
    void whatWasSignedIsWhatIsRead(@ForAll long serial,
            @ForAll @StringLength(max = 60) @AlphaChars String keyId,
            @ForAll @Size(max = 5) List<@StringLength(max = 40) String> principals)
            throws SshFormatException {
        List<String> names = principals.stream().map(name -> name.replaceAll("[\\ud800-\\udfff]", ""))
                .toList();
        var draft = new CertificateDraft(CertificateRole.USER, Samples.ENGINEER.publicKey(), serial, keyId,
                names,
                Samples.NOW, Samples.NOW.plusSeconds(60), new TreeMap<>(), new TreeMap<>());
        SshCertificate read = CertificateCodec
                .parse(CertificateCodec.sign(draft, Samples.USER_CA, Samples.RANDOM).bytes());
        assertEquals(serial, read.serial());
        assertEquals(keyId, read.keyId());
        assertEquals(names, read.principals());
        assertEquals(Samples.NOW.getEpochSecond(), read.validAfter());
        assertEquals(Samples.ENGINEER.publicKey(), read.subject());
        assertEquals(Samples.USER_CA.publicKey(), read.ca());
    }

    @Test
    void aChangeOfOneBitIsRefusedWhereverItIs() {
        var verifier = new CertificateVerifier(Samples.BUNDLE, Mode.PRODUCTION);
        byte[] blob = SIGNED.bytes();
        // One bit of each byte, another one each time: all eight of all would take seconds.
        for (int at = 0; at < blob.length; at++) {
            int place = at;
            blob[at] ^= (byte) (1 << (at % 8));
            assertInstanceOf(CertificateVerdict.Refused.class, verifier.verify(blob, Samples.EXPECTED),
                    () -> "byte " + place);
            blob[at] ^= (byte) (1 << (at % 8));
        }
        assertInstanceOf(CertificateVerdict.Accepted.class, verifier.verify(blob, Samples.EXPECTED));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] blob = SIGNED.bytes();
        for (int length = 0; length < blob.length; length++) {
            byte[] cut = Arrays.copyOf(blob, length);
            assertThrows(SshFormatException.class, () -> CertificateCodec.parse(cut));
        }
    }

    @Property(tries = 500)
    void noBytesMakeTheReaderStumble(@ForAll byte[] bytes) {
        assertThrows(SshFormatException.class, () -> CertificateCodec.parse(bytes));
    }

    @Test
    void aDraftThatMakesNoReadableCertificateIsNotSigned() {
        var options = new TreeMap<String, String>();
        options.put("big", "x".repeat(20_000));
        var draft = new CertificateDraft(CertificateRole.USER, Samples.ENGINEER.publicKey(), 1, "", List.of(),
                Samples.NOW, Samples.NOW.plusSeconds(60), options, new TreeMap<>());
        assertThrows(IllegalArgumentException.class,
                () -> CertificateCodec.sign(draft, Samples.USER_CA, Samples.RANDOM));
    }
}
