package io.sallyport.wire.cert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A certificate blob whose every part can be wrong. Begins as the honest one of {@link Samples}. */
final class Blob {
    String type = "ssh-ed25519-cert-v01@openssh.com";
    byte[] subjectFields = new SshWriter().string(Samples.ENGINEER.publicKey().ed25519()).bytes();
    long serial = Samples.SERIAL;
    int role = 1;
    String keyId = CertificateContent.keyId(Samples.grant(), false);
    byte[] principals = new SshWriter().string("deploy@web-1").bytes();
    long validAfter = Samples.NOW.getEpochSecond() - 30;
    long validBefore = Samples.NOW.getEpochSecond() + 300;
    final List<Map.Entry<String, byte[]>> critical = new ArrayList<>();
    final List<Map.Entry<String, byte[]>> extensions = new ArrayList<>();
    byte[] reserved = {};
    byte[] ca = Samples.USER_CA.publicKey().bytes();
    Ed25519Key signer = Samples.USER_CA;
    String algorithm = "ssh-ed25519";
    byte[] tail = {};

    Blob() {
        Samples.draft().criticalOptions()
                .forEach((name, value) -> critical.add(Map.entry(name, text(value))));
        extensions.add(Map.entry("permit-pty", new byte[0]));
    }

    static byte[] text(String value) {
        return new SshWriter().string(value).bytes();
    }

    Blob critical(String name, String value) {
        critical.replaceAll(entry -> entry.getKey().equals(name) ? Map.entry(name, text(value)) : entry);
        return this;
    }

    Blob without(String name) {
        critical.removeIf(entry -> entry.getKey().equals(name));
        return this;
    }

    private static byte[] options(List<Map.Entry<String, byte[]>> options) {
        SshWriter out = new SshWriter();
        options.forEach(entry -> out.string(entry.getKey()).string(entry.getValue()));
        return out.bytes();
    }

    byte[] bytes() {
        byte[] unsigned = new SshWriter().string(type).string(new byte[32]).raw(subjectFields).u64(serial)
                .u32(role)
                .string(keyId).string(principals).u64(validAfter).u64(validBefore).string(options(critical))
                .string(options(extensions)).string(reserved).string(ca).bytes();
        byte[] signature = new SshWriter().string(algorithm).string(signer.sign(unsigned)).bytes();
        return new SshWriter().raw(unsigned).string(signature).raw(tail).bytes();
    }
}
