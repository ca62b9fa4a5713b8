package io.sallyport.broker.tunnel;

import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.authority.Issuance;
import io.sallyport.broker.recording.IntakeOutcome;
import io.sallyport.broker.recording.RecordingVault;
import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.LeaseKeeper;
import io.sallyport.broker.session.SessionDesk;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.broker.target.Enrolment;
import io.sallyport.broker.target.EnrolmentForm;
import io.sallyport.broker.target.EnrolmentOutcome;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.Limits;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.signing.AuthorityException;
import io.sallyport.wire.text.Sanitize;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The agents' border, answered by the broker's own desks. */
public final class BrokerAgentDesk implements AgentDesk {
    private static final Logger LOG = Logger.getLogger(BrokerAgentDesk.class.getName());
    private static final int DETAIL = 500;

    private final Enrolment enrolment;
    private final Authority authority;
    private final SessionDesk sessions;
    private final LeaseKeeper leases;
    private final RecordingVault vault;
    private final InstantSource time;

    public BrokerAgentDesk(Enrolment enrolment, Authority authority, SessionDesk sessions, LeaseKeeper leases,
            RecordingVault vault,
            InstantSource time) {
        this.enrolment = enrolment;
        this.authority = authority;
        this.sessions = sessions;
        this.leases = leases;
        this.vault = vault;
        this.time = time;
    }

    @Override
    public Optional<AgentIdentity> bySpki(String spki) {
        return enrolment.bySpki(spki);
    }

    @Override
    public Enrolling enrol(EnrolmentForm form) {
        Json.Obj trust;
        try {
            // Asked for first: an authority that is away must not cost the agent its single-use token.
            trust = authority.trust().json();
        } catch (AuthorityException e) {
            LOG.log(Level.WARNING, "no enrolment while the authority is away", e);
            return new Enrolling.Later(
                    "The authority does not answer now. Try again later; the token stays good.");
        }
        return switch (enrolment.enrol(form)) {
            case EnrolmentOutcome.Enrolled(AgentIdentity agent) ->
                new Enrolling.Enrolled(agent, trust, hostCertificate(agent));
            case EnrolmentOutcome.Refused(EnrolmentOutcome.Reason reason, String text) ->
                new Enrolling.Refused(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), text);
        };
    }

    @Override
    public Optional<String> hostCertificate(AgentIdentity agent) {
        try {
            SshPublicKey key = SshPublicKey.parseLine(agent.hostKey());
            return switch (authority.issueHost(key, List.of(agent.target().value()))) {
                case Issuance.Issued(var certificate) -> Optional.of(certificate.line());
                case Issuance.Refused(String reason, String text) -> {
                    LOG.warning("no host certificate for " + agent.target() + ": "
                            + Sanitize.log(reason + ": " + text));
                    yield Optional.empty();
                }
            };
        } catch (SshFormatException e) {
            throw new IllegalStateException("a registered host key cannot be read", e);
        }
    }

    @Override
    public Arrival arrived(AgentIdentity agent, ControlMessage.Hello hello) {
        Instant now = time.instant();
        Duration skew = Duration.between(hello.clock(), now).abs();
        if (skew.compareTo(Limits.CLOCK_SKEW) > 0) {
            LOG.warning("the clock of " + agent.target() + " is off by " + skew.toSeconds() + " s");
        }
        List<ControlMessage.End> end = new ArrayList<>();
        for (SessionId unknown : sessions.reconcile(agent, new HashSet<>(hello.live()))) {
            end.add(new ControlMessage.End(unknown, EndReason.REVOKED.code(),
                    "The broker does not know this session any more."));
        }
        LeaseKeeper.Renewal renewal = leases.renewal(agent.target());
        renewal.end().forEach(order -> end
                .add(new ControlMessage.End(order.session(), order.reason().code(), order.text())));
        return new Arrival(now, renewal.renew(), end);
    }

    @Override
    public void reachable(AgentIdentity agent) {
        leases.reachable(agent.target());
    }

    @Override
    public BeginOutcome begin(AgentIdentity agent, ControlMessage.Begin begin) {
        return sessions.begin(agent, begin.session(), begin.serial(), begin.grant(), begin.login());
    }

    @Override
    public void ended(AgentIdentity agent, ControlMessage.Ended ended) {
        // A reason this broker does not know is not lost: it stands in the detail.
        Optional<EndReason> reason = EndReason.parse(ended.reason());
        String detail = Sanitize
                .log(reason.isPresent() ? ended.detail() : ended.reason() + ": " + ended.detail());
        sessions.ended(agent, ended.session(), reason.orElse(EndReason.CLOSED),
                detail.length() <= DETAIL ? detail : detail.substring(0, DETAIL));
    }

    @Override
    public void narrowed(AgentIdentity agent, ControlMessage.Narrowed narrowed) {
        sessions.narrowed(agent, narrowed.session(), narrowed.epoch(), new SessionDesk.Left(
                narrowed.policyHash(), narrowed.fields(), narrowed.end()));
    }

    @Override
    public void notNarrowed(AgentIdentity agent, ControlMessage.NotNarrowed refused) {
        // A session that ended instead says so itself, and its end is journalled.
        LOG.warning("the agent of " + agent.target() + " did not narrow session " + refused.session() + ": "
                + Sanitize.log(refused.reason() + ": " + refused.text()));
    }

    @Override
    public IntakeOutcome intake(AgentIdentity agent, SessionId session) {
        return vault.intake(session, agent);
    }
}
