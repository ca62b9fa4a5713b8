package io.sallyport.agent;

import io.sallyport.agent.gate.LiveSessions;
import io.sallyport.agent.gate.SessionGate;
import io.sallyport.agent.host.Host;
import io.sallyport.agent.record.Spool;
import io.sallyport.agent.ssh.HostSshServer;
import io.sallyport.agent.ssh.LoginCheck;
import io.sallyport.agent.tunnel.BrokerDial;
import io.sallyport.agent.tunnel.BrokerTunnel;
import io.sallyport.agent.tunnel.DataDial;
import io.sallyport.agent.tunnel.RecordingUploader;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.evidence.recording.RecordingKey;
import io.sallyport.evidence.recording.RecordingWriter;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.wire.Limits;
import io.sallyport.wire.Mode;
import io.sallyport.wire.cert.CertificateVerifier;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.MinaKeys;
import io.sallyport.wire.cert.OpenSshKeyFile;
import io.sallyport.wire.cert.TrustBundle;
import io.sallyport.wire.file.OwnFiles;
import io.sallyport.wire.text.Sanitize;
import io.sallyport.wire.tls.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running agent: everything is wired here, started from the inside out and stopped in reverse. */
public final class Agent {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final CeilingInForce ceiling;
    private final Host host;
    private final Spool spool;
    private final RecordingKey recordingKey;
    private final LiveSessions sessions;
    private final BrokerTunnel tunnel;
    private final RecordingUploader uploader;
    private final HostSshServer server;
    private final InstantSource time;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Agent(AgentFolder folder, AgentConfig config, Mode mode, CeilingInForce ceiling,
            SecureRandom random,
            InstantSource time, LongSupplier nanos) throws IOException {
        this.time = time;
        this.ceiling = ceiling;
        CertificateVerifier verifier = new CertificateVerifier(TrustBundle.read(folder.trust()), mode);
        Ed25519Key hostKey = OpenSshKeyFile.read(folder.hostKey());
        HostCertificateFile certificate = new HostCertificateFile(folder.hostCertificate(),
                hostKey.publicKey(),
                config.target().value(), verifier, time);
        certificate.load();
        this.recordingKey = RecordingKey.loadOrCreate(folder.recordingKey(), random);
        this.spool = new Spool(folder.spool(), AgentLimits.SPOOL_RESERVE, AgentLimits.SPOOL_MOST);
        this.sessions = new LiveSessions();
        TlsIdentity identity = TlsIdentity.load(folder.identityKey(), folder.identityCertificate());
        BrokerDial dial = new BrokerDial(config.brokerHost(), config.brokerPort(), config.brokerKey(),
                identity, random);
        this.uploader = new RecordingUploader(dial, spool, random, nanos);
        this.host = Host.open(folder.instance(config.target()), nanos);
        AgentOrders orders = new AgentOrders(config, hostKey.publicKey(), ceiling, host, sessions, spool,
                certificate, time);
        this.tunnel = new BrokerTunnel(dial, orders, sessions, time, nanos, random);
        SessionGate gate = new SessionGate(
                new SessionGate.Setting(config.target().value(), ceiling::ceiling, host, spool, recordingKey,
                        SftpServer.find()),
                tunnel, sessions, uploader::upload, time, nanos);
        this.server = new HostSshServer(MinaKeys.library(hostKey), certificate,
                new LoginCheck(verifier, config.target(), time), gate);
        orders.serveWith(new DataDial(dial, server::serve));
    }

    /**
     * Reads the folder; nothing runs yet.
     *
     * @param wanted must fit what the folder was enrolled for
     * @throws AgentProblem the configuration is wrong, with every problem in it
     */
    static Agent open(AgentFolder folder, Optional<Mode> wanted, SecureRandom random, InstantSource time,
            LongSupplier nanos) throws IOException {
        OwnFiles.requireFolder(folder.root());
        AgentConfig config = config(folder);
        if (wanted.isPresent() && wanted.get() != config.mode()) {
            throw new AgentProblem(2, "This agent was enrolled for another mode than --mode says.");
        }
        return new Agent(folder, config, config.mode(), CeilingInForce.read(folder.ceiling()), random, time,
                nanos);
    }

    static AgentConfig config(AgentFolder folder) throws IOException {
        if (!Files.exists(folder.config())) {
            throw new AgentProblem(2,
                    "No agent lives in " + folder.root() + ". Enrol first: agent enrol --help");
        }
        Problems problems = new Problems();
        String text = new String(OwnFiles.read(folder.config(), Limits.FRAME_BYTES), StandardCharsets.UTF_8);
        return AgentConfig.parse(folder.config().toString(), text, problems)
                .orElseThrow(() -> new AgentProblem(2,
                        String.join("\n", problems.all().stream().map(Object::toString).toList())));
    }

    /** Cleans up after an earlier run, then connects. */
    void start() throws IOException {
        if (host.servesOnlyItself()) {
            LOG.warn("not root: this agent serves its own account only");
        }
        LOG.info("sessions end by {}", host.endMethod());
        List<SessionId> left = spool.waiting();
        host.sweep(new HashSet<>(left))
                .forEach(proof -> LOG.warn("ended {} processes of an earlier run, {} are left",
                        proof.found(), proof.survivors().size()));
        List<SessionId> whole = left.stream().filter(this::sealed).toList();
        server.start();
        tunnel.start();
        whole.forEach(uploader::upload);
    }

    /** Ends what a killed agent left open. A file that holds no session at all stays for a person to look at. */
    private boolean sealed(SessionId session) {
        Path file = spool.file(session);
        try {
            if (RecordingWriter.recover(file, recordingKey, EndReason.AGENT_STOPPED,
                    time) instanceof Verdict.Damaged damaged) {
                LOG.error("session {}: its recording is damaged at chunk {}: {}", session, damaged.chunk(),
                        damaged.why());
            }
            return true;
        } catch (RecordingException e) {
            LOG.error("session {}: its recording cannot be sealed: {}", session, e.getMessage());
            return false;
        }
    }

    void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /** Reads the ceiling again and holds every session against it. A file that is wrong changes nothing. */
    void reload() {
        try {
            boolean changed = ceiling.readAgain();
            LOG.info("ceiling {}: {}", changed ? "changed" : "unchanged", ceiling.current().hash());
            sessions.under(ceiling.ceiling());
        } catch (AgentProblem | IOException e) {
            LOG.error("THE CEILING CAN'T BE USED, the one before goes on holding: {}",
                    Sanitize.log(String.valueOf(e.getMessage())));
        }
    }

    /** Ends every session, seals the recordings and gives them a bounded time to reach the broker. For the shutdown hook. */
    void stop() {
        try {
            sessions.endAll(EndReason.AGENT_STOPPED,
                    AgentLimits.END_GRACE.plus(AgentLimits.LAST_WORDS).plus(AgentLimits.LAST_WORDS));
            uploader.awaitDone(AgentLimits.STOP_UPLOAD);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            uploader.close();
            tunnel.close();
            closeServer();
            host.close();
            stopped.countDown();
        }
    }

    private void closeServer() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("the SSH server did not close: {}", e.toString());
        }
    }
}
