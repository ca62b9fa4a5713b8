package io.sallyport.agent.tunnel;

import io.sallyport.policies.grant.DetachedLists;
import io.sallyport.wire.cert.CertificateContent;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.control.ControlMessage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the lists of an opening are those that its certificates name, each once and none besides. Said before anybody dials, so that the broker
 * and the engineer hear why. Believes nothing: what a certificate is worth is for the verifier, which holds the lists against the hash again. Pure.
 */
final class OpeningCheck {

    private OpeningCheck() {}

    /** Empty when they belong together; an unreadable certificate names nothing. */
    static Optional<ControlMessage.NotOpened> refusal(ControlMessage.Open open) {
        Set<String> named = new HashSet<>();
        for (String staple : open.staples()) {
            named(staple).ifPresent(named::add);
        }
        Set<String> came = DetachedLists.of(open.lists()).bySha256().keySet();
        if (!came.containsAll(named)) {
            return Optional.of(new ControlMessage.NotOpened(open.session(), "lists-missing",
                    "a certificate names lists by a hash, and no lists with that hash came with it"));
        }
        return named.containsAll(came)
                ? Optional.empty()
                : Optional.of(new ControlMessage.NotOpened(open.session(), "lists-unnamed",
                        "lists came that no certificate names"));
    }

    private static Optional<String> named(String staple) {
        try {
            return CertificateContent.namedLists(SshCertificate.parseBase64(staple));
        } catch (SshFormatException e) {
            return Optional.empty();
        }
    }
}
