package io.sallyport.broker.authority;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.cert.TrustBundle;
import io.sallyport.wire.signing.AuthorityClient;
import io.sallyport.wire.signing.AuthorityException;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningRefusal;
import io.sallyport.wire.signing.SigningRequest;
import java.net.InetAddress;
import java.util.List;

/** The authority behind its unix socket. Safe for many threads. */
public final class SocketAuthority implements Authority {
    private final AuthorityClient client;
    private final boolean demoMode;

    /** {@code demoMode}: an authority made for demonstrations is used in this mode and refused in every other. */
    public SocketAuthority(AuthorityClient client, boolean demoMode) {
        this.client = client;
        this.demoMode = demoMode;
    }

    @Override
    public State state() {
        try {
            return switch (client.ask(new SigningRequest.Status())) {
                case SigningAnswer.Standing(_, boolean demo) when demo && !demoMode -> State.UNREACHABLE;
                case SigningAnswer.Standing(boolean sealed, _) -> sealed ? State.SEALED : State.READY;
                case SigningAnswer.Trust _,SigningAnswer.Issued _,SigningAnswer.Refused _ ->
                    State.UNREACHABLE;
            };
        } catch (AuthorityException e) {
            return State.UNREACHABLE;
        }
    }

    @Override
    public TrustBundle trust() {
        return switch (client.ask(new SigningRequest.TrustKeys())) {
            case SigningAnswer.Trust(TrustBundle bundle) when bundle.demo() && !demoMode ->
                throw new DemoAuthorityException();
            case SigningAnswer.Trust(TrustBundle bundle) -> bundle;
            case SigningAnswer.Standing _,SigningAnswer.Issued _,SigningAnswer.Refused _ ->
                throw new IllegalStateException("the authority answered another question");
        };
    }

    @Override
    public Issuance issueUser(SshPublicKey key, Grant grant, InetAddress source) {
        try {
            return issue(new SigningRequest.IssueUser(key, grant, source));
        } catch (GrantFormatException e) {
            return new Issuance.Refused(SigningRefusal.GRANT_FORM.code(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Issuance issueHost(SshPublicKey key, List<String> names) {
        return issue(new SigningRequest.IssueHost(key, names));
    }

    private Issuance issue(SigningRequest.Issue request) {
        try {
            return switch (client.issue(request)) {
                case SigningAnswer.Issued(var certificate) -> new Issuance.Issued(certificate);
                case SigningAnswer.Refused(var reason, String text) ->
                    new Issuance.Refused(reason.code(), text);
            };
        } catch (AuthorityException e) {
            return new Issuance.Refused("unreachable", String.valueOf(e.getMessage()));
        }
    }
}
