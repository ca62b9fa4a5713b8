package io.sallyport.authority;

import io.sallyport.policies.grant.Grant;
import io.sallyport.wire.Limits;
import io.sallyport.wire.cert.CertificateContent;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.signing.SigningAnswer.Refused;
import io.sallyport.wire.signing.SigningRefusal;
import io.sallyport.wire.signing.SigningRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The rules a broker cannot argue with. Whatever a request says, a certificate beyond them is never signed; validity,
 * principal, options and key id are not even asked for, they follow from the grant. Of detached lists only the hash is seen here, and that the
 * grant names the protection (its codec refuses it otherwise): what they say is for policy and approvers, that they are the right ones for the
 * host. Pure; safe for many threads.
 */
final class IssuingLimits {
    private IssuingLimits() {}

    /** Why this user certificate is not signed at {@code now}; empty when it may be. */
    static Optional<Refused> check(SigningRequest.IssueUser request, Instant now) {
        return key(request.key()).or(() -> source(request.source()))
                .or(() -> grant(request.grant().head(), now));
    }

    /** Why this host certificate is not signed; empty when it may be. */
    static Optional<Refused> check(SigningRequest.IssueHost request) {
        return key(request.key()).or(() -> names(request.names()));
    }

    private static Optional<Refused> key(SshPublicKey key) {
        return key.refusalForPeople().map(why -> new Refused(SigningRefusal.KEY_TYPE, why));
    }

    private static Optional<Refused> source(InetAddress source) {
        return when(source.isAnyLocalAddress() || source.isMulticastAddress(), SigningRefusal.SOURCE,
                "the source is not the address of one machine");
    }

    private static Optional<Refused> grant(Grant grant, Instant now) {
        Duration length = Duration.between(grant.notBefore(), grant.notAfter());
        return when(now.isBefore(grant.notBefore()), SigningRefusal.GRANT_NOT_YET, "the grant has not begun")
                .or(() -> when(!now.isBefore(grant.notAfter()), SigningRefusal.GRANT_OVER,
                        "the grant is over"))
                .or(() -> when(length.compareTo(Limits.GRANT_LENGTH) > 0, SigningRefusal.GRANT_LENGTH,
                        "the grant is longer than " + Limits.GRANT_LENGTH.toHours() + " hours"))
                .or(() -> when(!approved(grant), SigningRefusal.GRANT_APPROVAL,
                        "a standard grant needs the approval of somebody else"));
    }

    /** Four eyes, seen from here: a broker that forgets the rule, or is made to, gets no certificate. */
    private static boolean approved(Grant grant) {
        boolean ownApproval = grant.approvals().stream().anyMatch(by -> by.person().equals(grant.person()));
        return !ownApproval && (grant.kind() != Grant.Kind.STANDARD || !grant.approvals().isEmpty());
    }

    private static Optional<Refused> names(List<String> names) {
        boolean plain = !names.isEmpty() && names.size() <= Limits.HOST_NAMES
                && new HashSet<>(names).size() == names.size()
                && names.stream().allMatch(CertificateContent::isHostName);
        return when(!plain, SigningRefusal.NAMES,
                "a host has 1 to " + Limits.HOST_NAMES + " different plain names, without wildcards");
    }

    private static Optional<Refused> when(boolean broken, SigningRefusal reason, String text) {
        return broken ? Optional.of(new Refused(reason, text)) : Optional.empty();
    }
}
