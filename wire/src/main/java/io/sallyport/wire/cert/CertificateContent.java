package io.sallyport.wire.cert;

import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantFormatException;
import io.sallyport.wire.Limits;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What stands in our certificates (docs/formats/certificate.md): written here, for whoever signs and whoever verifies. */
public final class CertificateContent {
    /** The critical option with the grant. A stock sshd does not know it, and so refuses the certificate. */
    public static final String GRANT = "grant@sallyport";
    /** The critical option with the one address the certificate may be used from. */
    public static final String SOURCE = "source-address";
    /** The only extension: whether a terminal may be had is for the grant to say. */
    public static final String PTY = "permit-pty";
    /** Begins the key id of whatever a demonstration signed. */
    public static final String DEMO_MARK = "demo/";

    private CertificateContent() {}

    /** {@code login@target}: the one principal. */
    public static String principal(Grant grant) {
        return grant.login().value() + "@" + grant.target().value();
    }

    /** {@code [demo/]person@organisation#grant}. */
    public static String keyId(Grant grant, boolean demo) {
        return mark(demo) + grant.person().value() + "@" + grant.organisation().value() + "#"
                + grant.id().value();
    }

    /** {@code [demo/]host:name}, with the first name. */
    public static String hostKeyId(String firstName, boolean demo) {
        return mark(demo) + "host:" + firstName;
    }

    private static String mark(boolean demo) {
        return demo ? DEMO_MARK : "";
    }

    /** The address without its IPv6 zone, an IPv4 address inside IPv6 as IPv4. */
    public static InetAddress normal(InetAddress source) {
        return SourceAddress.normal(source);
    }

    /** What a user certificate's grant names by hash, if it does. Of an unverified certificate as well: then it is what that one claims. */
    public static Optional<String> namedLists(SshCertificate certificate) {
        try {
            String grant = certificate.criticalOptions().getOrDefault(GRANT, "");
            return CarriedGrant.decode(grant.getBytes(StandardCharsets.UTF_8)).lists()
                    .map(CarriedGrant.Named::sha256);
        } catch (GrantFormatException e) {
            return Optional.empty();
        }
    }

    /** The same under a grant of which only the rights' lists may not fit. @throws GrantFormatException no certificate can carry it */
    public static CertificateDraft user(SshPublicKey subject, Grant grant, InetAddress source, long serial,
            boolean demo, Instant now) {
        return user(subject, CarriedGrant.of(grant), source, serial, demo, now);
    }

    /**
     * A user certificate for {@code subject} under {@code carried}: valid from {@link Limits#CLOCK_SKEW} ago, for at most
     * {@link Limits#USER_CERTIFICATE_LIFE} from now, and never beyond the grant.
     */
    public static CertificateDraft user(SshPublicKey subject, CarriedGrant carried, InetAddress source,
            long serial, boolean demo, Instant now) {
        Grant grant = carried.head();
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Instant end = second.plus(Limits.USER_CERTIFICATE_LIFE);
        Instant grantEnd = grant.notAfter().truncatedTo(ChronoUnit.SECONDS);
        TreeMap<String, String> critical = new TreeMap<>();
        critical.put(GRANT, new String(carried.encode(), StandardCharsets.UTF_8));
        critical.put(SOURCE, SourceAddress.text(source));
        TreeMap<String, String> extensions = new TreeMap<>();
        extensions.put(PTY, "");
        return new CertificateDraft(CertificateRole.USER, subject, serial, keyId(grant, demo),
                List.of(principal(grant)), second.minus(Limits.CLOCK_SKEW),
                end.isBefore(grantEnd) ? end : grantEnd,
                critical, extensions);
    }

    /** A host certificate for exactly these names, for {@link Limits#HOST_CERTIFICATE_LIFE} from now. */
    public static CertificateDraft host(SshPublicKey subject, List<String> names, long serial, boolean demo,
            Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new CertificateDraft(CertificateRole.HOST, subject, serial, hostKeyId(names.getFirst(), demo),
                names,
                second.minus(Limits.HOST_BACKDATING), second.plus(Limits.HOST_CERTIFICATE_LIFE),
                new TreeMap<>(),
                new TreeMap<>());
    }

    /** Lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit; so no wildcard. */
    public static boolean isHostName(String name) {
        return name.length() <= Limits.HOST_NAME_CHARACTERS && name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
                && !name.contains("..");
    }
}
