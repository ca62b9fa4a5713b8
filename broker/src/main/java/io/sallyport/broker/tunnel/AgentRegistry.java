package io.sallyport.broker.tunnel;

import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.NarrowOrder;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Limits;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.text.Sanitize;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Which agents are connected, and the tunnels they have dialled back. Safe for many threads. */
public final class AgentRegistry implements TunnelPort {
    private static final Logger LOG = Logger.getLogger(AgentRegistry.class.getName());
    /** How long an agent has to end a session it was told to end, before the broker cuts its tunnel. */
    static final Duration END_GRACE = Duration.ofSeconds(5);
    /** How long a tunnel may outlive its session to deliver what is buffered: a few megabytes over a poor line. */
    static final Duration DELIVERY_GRACE = Duration.ofSeconds(60);
    private static final int TEXT = 500;

    private final TunnelTokens tokens;
    private final Map<TargetName, AgentLink> links = new ConcurrentHashMap<>();
    private final Map<SessionId, Dialled> tunnels = new ConcurrentHashMap<>();
    // The newest host certificate of each agent (by SPKI hash): welcomes it while the authority is
    // sealed.
    private final Map<String, String> certificates = new ConcurrentHashMap<>();
    // Orders to narrow that no answer came to yet, with their policy's hash: an agent may not journal
    // what
    // nobody asked of it.
    private final Map<Ordered, String> ordered = new ConcurrentHashMap<>();
    private final AtomicLong pings = new AtomicLong();

    /** A tunnel and the agent that dialled it, by its SPKI hash: nobody else has a say in it. */
    private record Dialled(String agent, SocketTunnel tunnel) {}

    private record Ordered(String agent, SessionId session, long epoch) {}

    /** @param nanos monotonic */
    public AgentRegistry(SecureRandom random, LongSupplier nanos) {
        this.tokens = new TunnelTokens(random, nanos);
    }

    @Override
    public boolean online(TargetName target) {
        return links.containsKey(target);
    }

    @Override
    public void renew(TargetName target, List<SessionId> sessions, Instant brokerTime) {
        AgentLink link = links.get(target);
        if (link == null) {
            return;
        }
        for (int from = 0; from < sessions.size(); from += Limits.CONTROL_LIST) {
            link.send(new ControlMessage.Renew(
                    sessions.subList(from, Math.min(sessions.size(), from + Limits.CONTROL_LIST)),
                    brokerTime));
        }
    }

    @Override
    public void end(TargetName target, SessionId session, EndReason reason, String text) {
        AgentLink link = links.get(target);
        if (link != null) {
            link.send(new ControlMessage.End(session, reason.code(), line(text, TEXT)));
        }
        Dialled dialled = tunnels.get(session);
        if (dialled != null) {
            dialled.tunnel().cutAfter(END_GRACE);
        }
    }

    @Override
    public void narrow(TargetName target, SessionId session, NarrowOrder order) {
        AgentLink link = links.get(target);
        if (link == null) {
            return;
        }
        Ordered waiting = new Ordered(link.agent().spki(), session, order.epoch());
        // First: the answer may be here before send returns.
        ordered.put(waiting, order.policyHash());
        boolean sent = link.send(new ControlMessage.Narrow(session, order.epoch(), order.rights(),
                order.end(), line(order.why(), Limits.NARROW_WHY), order.policyHash(),
                line(order.text(), Limits.NARROW_TEXT)));
        if (!sent) {
            var _ = ordered.remove(waiting);
        }
    }

    /** An agent answered an order to narrow: the policy it came from, once for each order that this agent was given. */
    Optional<String> answered(AgentIdentity agent, SessionId session, long epoch) {
        return Optional.ofNullable(ordered.remove(new Ordered(agent.spki(), session, epoch)));
    }

    private static String line(String text, int most) {
        String line = Sanitize.terminal(text);
        return line.length() <= most ? line : line.substring(0, most);
    }

    /**
     * Asks the session's agent to dial back and waits for it. Blocks up to {@link Limits#TUNNEL_TOKEN_LIFE}.
     *
     * @param staples left out where the agent could not read them; see {@link Protections#LISTS_DETACHED}
     * @param source where the engineer comes from
     * @throws TunnelException the agent is not connected, did not dial back, or refused
     */
    public AgentTunnel openTunnel(Session session, List<Staple> staples, InetSocketAddress source) {
        AgentLink link = links.get(session.target());
        if (link == null || !link.agent().spki().equals(session.agent())) {
            throw new TunnelException(
                    "The agent on " + session.target() + " is not connected now. Try again later.");
        }
        List<Staple> readable = readable(link, session, staples);
        TunnelTokens.Issued issued = tokens.issue(session.id(), session.agent());
        try {
            link.send(new ControlMessage.Open(session.id(), issued.token(),
                    readable.stream().map(Staple::certificate).toList(),
                    readable.stream().flatMap(staple -> staple.lists().stream()).distinct().toList(),
                    source.getAddress().getHostAddress(), source.getPort()));
            return issued.waiting().tunnel().get(Limits.TUNNEL_TOKEN_LIFE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw late(issued, session.target());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late(issued, session.target());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Declined declined) {
                throw new TunnelException("The agent on " + session.target()
                        + " refused the lists of your grant (" + declined.reason
                        + "). Tell an administrator.");
            }
            throw new TunnelException(
                    "The tunnel to " + session.target() + " could not be trusted. Tell an administrator.");
        } finally {
            tokens.forget(issued);
        }
    }

    // An agent that does not know detached lists would close the link over a message it can't read.
    private static List<Staple> readable(AgentLink link, Session session, List<Staple> staples) {
        if (link.keeps(Protections.LISTS_DETACHED)) {
            return staples;
        }
        List<Staple> readable = staples.stream().filter(staple -> staple.lists().isEmpty()).toList();
        if (readable.isEmpty()) {
            throw new TunnelException("The agent on " + session.target()
                    + " is too old for this grant, whose lists are longer than a certificate. Tell an administrator: it needs an update.");
        }
        if (readable.size() < staples.size()) {
            LOG.warning("session " + session.id() + ": the agent of " + session.target()
                    + " is too old for some of the grants, whose lists are longer than a certificate");
        }
        return readable;
    }

    /** The agent does not open what it was asked to. Whoever waits is told; about another agent's session nothing is heard. */
    void notOpened(AgentIdentity agent, ControlMessage.NotOpened refused) {
        LOG.warning("the agent of " + agent.target() + " did not open session " + refused.session() + ": "
                + Sanitize.log(refused.reason() + ": " + refused.text()));
        tokens.waitingFor(refused.session(), agent.spki())
                .ifPresent(waiting -> waiting.tunnel().completeExceptionally(new Declined(refused.reason())));
    }

    /** What an agent said instead of dialling back. */
    private static final class Declined extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String reason;

        private Declined(String reason) {
            super(reason);
            this.reason = reason;
        }
    }

    // From now on a tunnel that still comes finds nobody, and whoever brings it closes it.
    private static TunnelException late(TunnelTokens.Issued issued, TargetName target) {
        TunnelException exception = new TunnelException(
                "The agent on " + target + " did not answer in time. Try again later.");
        issued.waiting().tunnel().completeExceptionally(exception);
        return exception;
    }

    /** Uses up a token that an agent presented. A stolen one is reported, and ends the opening it was stolen from. */
    TunnelTokens.Redeemed redeem(String token, AgentIdentity presenter) {
        TunnelTokens.Redeemed redeemed = tokens.redeem(token, presenter.spki());
        if (redeemed instanceof TunnelTokens.Redeemed.Foreign(TunnelTokens.Waiting waiting)) {
            LOG.severe("the agent of " + presenter.target() + " presented the tunnel token of session "
                    + waiting.session()
                    + ", which belongs to another agent: it is burnt");
            waiting.tunnel().completeExceptionally(new TunnelException("stolen token"));
        }
        return redeemed;
    }

    /** A tunnel is up. */
    void opened(AgentIdentity agent, SessionId session, SocketTunnel tunnel) {
        tunnels.put(session, new Dialled(agent.spki(), tunnel));
    }

    /** A tunnel is gone. */
    void closed(SessionId session, SocketTunnel tunnel) {
        tunnels.computeIfPresent(session, (_, dialled) -> dialled.tunnel() == tunnel ? null : dialled);
    }

    /**
     * An agent said that a session ended: its tunnel has some time to deliver the last bytes to a slow reader. What an agent
     * says about another agent's session changes nothing.
     *
     * @return whether there is a tunnel of this agent for the session
     */
    boolean ended(AgentIdentity agent, SessionId session) {
        ordered.keySet()
                .removeIf(each -> each.agent().equals(agent.spki()) && each.session().equals(session));
        Dialled dialled = tunnels.get(session);
        if (dialled == null || !dialled.agent().equals(agent.spki())) {
            return false;
        }
        dialled.tunnel().cutAfter(DELIVERY_GRACE);
        return true;
    }

    /** A link is welcome. One the agent had before is closed: the agent knows which of its connections is alive. */
    void arrived(AgentLink link) {
        AgentLink before = links.put(link.agent().target(), link);
        LOG.info("the agent of " + link.agent().target() + " is connected");
        if (before != null && before != link) {
            before.close();
        }
    }

    void left(AgentLink link) {
        if (links.remove(link.agent().target(), link)) {
            ordered.keySet().removeIf(each -> each.agent().equals(link.agent().spki()));
            LOG.log(Level.INFO, "the agent of {0} is gone", link.agent().target());
        }
    }

    void certified(AgentIdentity agent, String certificate) {
        certificates.put(agent.spki(), certificate);
    }

    Optional<String> lastCertificate(AgentIdentity agent) {
        return Optional.ofNullable(certificates.get(agent.spki()));
    }

    /** Asks every agent whether it is there. */
    void ping() {
        long number = pings.incrementAndGet();
        links.values().forEach(link -> link.send(new ControlMessage.Ping(number)));
    }

    /** Closes every link and tunnel. */
    void closeAll() {
        links.values().forEach(AgentLink::close);
        tunnels.values().forEach(dialled -> dialled.tunnel().close());
    }

    /** Targets whose agents are connected now. */
    public List<TargetName> connected() {
        return List.copyOf(links.keySet());
    }
}
