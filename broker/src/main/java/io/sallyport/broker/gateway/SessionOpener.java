package io.sallyport.broker.gateway;

import io.sallyport.broker.audit.AuditException;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.authority.Issuance;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.session.Admission;
import io.sallyport.broker.session.Admissions;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.session.SessionDesk;
import io.sallyport.broker.stepup.Proofs;
import io.sallyport.broker.tunnel.AgentRegistry;
import io.sallyport.broker.tunnel.AgentTunnel;
import io.sallyport.broker.tunnel.Staple;
import io.sallyport.broker.tunnel.TunnelException;
import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.Limits;
import io.sallyport.wire.text.Sanitize;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens a session: admission, the journalled opening, one certificate for each live grant, and the tunnel, in that order.
 * Blocking; safe for many threads.
 */
public final class SessionOpener implements Opener {
    private static final Logger LOG = Logger.getLogger(SessionOpener.class.getName());

    private final People people;
    private final Admissions admissions;
    private final SessionDesk sessions;
    private final Authority authority;
    private final AgentRegistry agents;
    private final Proofs proofs;

    public SessionOpener(People people, Admissions admissions, SessionDesk sessions, Authority authority,
            AgentRegistry agents, Proofs proofs) {
        this.people = people;
        this.admissions = admissions;
        this.sessions = sessions;
        this.authority = authority;
        this.agents = agents;
        this.proofs = proofs;
    }

    @Override
    public Opening open(Proven who, TargetName target, InetSocketAddress source) {
        Optional<Person> person = who.now(people);
        if (person.isEmpty()) {
            return new Opening.Refused("Your account or this key is not active any more.");
        }
        try {
            // Once: the session keeps the level it was admitted with.
            Mfa shown = shown(who, target, source);
            return switch (admissions.admit(person.get(), target,
                    Arrival.from(source.getAddress()).with(shown))) {
                case Admission.Refused(Admission.Reason _, String hint) -> new Opening.Refused(hint);
                case Admission.Admitted(List<Grant> grants) ->
                    journalled(who, shown, person.get(), target, source, grants);
            };
        } catch (AuditException e) {
            LOG.log(Level.SEVERE, "no session without the journal", e);
            return new Opening.Refused(
                    "The journal cannot be written now, and nothing goes unrecorded. Try again later.");
        }
    }

    private Mfa shown(Proven who, TargetName target, InetSocketAddress source) {
        return who.byKey().or(
                proofs.level(who.person(), who.fingerprint(), source.getAddress(), target));
    }

    private Opening journalled(Proven who, Mfa shown, Person person, TargetName target,
            InetSocketAddress source, List<Grant> grants) {
        List<Grant> offered = grants.subList(0, Math.min(grants.size(), Limits.STAPLES));
        Optional<Session> opening = sessions.opening(person, who.fingerprint(), shown,
                () -> shown(who, target, source).atLeast(shown), target, source, offered);
        if (opening.isEmpty()) {
            return new Opening.Refused(
                    "What you proved beside your key does not count any more. Connect again.");
        }
        Session session = opening.get();
        try {
            List<Staple> staples = staples(who, offered, source);
            if (staples.isEmpty()) {
                sessions.abandoned(session.id(), EndReason.CLOSED, "the authority gave no certificate");
                return new Opening.Refused("The authority gives no certificate now. Try again later.");
            }
            AgentTunnel tunnel = agents.openTunnel(session, staples, source);
            return new Opening.Opened(tunnel,
                    () -> sessions.abandoned(session.id(), EndReason.CLOSED,
                            "the connection closed before the session began"));
        } catch (TunnelException e) {
            sessions.abandoned(session.id(), EndReason.TUNNEL_LOST, Sanitize.log(e.text()));
            return new Opening.Refused(e.text());
        }
    }

    private List<Staple> staples(Proven who, List<Grant> offered, InetSocketAddress source) {
        List<Staple> staples = new ArrayList<>();
        for (Grant grant : offered) {
            switch (authority.issueUser(who.key(), grant, source.getAddress())) {
                case Issuance.Issued(var certificate) ->
                    staples.add(new Staple(certificate.base64(), CarriedGrant.beside(grant)));
                case Issuance.Refused(String reason, String text) ->
                    LOG.warning(
                            "no certificate under " + grant.id() + ": " + Sanitize.log(reason + ": " + text));
            }
        }
        return staples;
    }
}
