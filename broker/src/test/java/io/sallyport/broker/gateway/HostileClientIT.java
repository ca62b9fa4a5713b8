package io.sallyport.broker.gateway;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.door.DoorLimits;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.tunnel.TunnelWorld;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client that keeps to no rule may cost or gain. */
@Timeout(120)
final class HostileClientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FLOOD = 20_000;

    @TempDir
    private Path folder;
    private GatewayWorld world;
    private SshClient client;
    private Path eva;

    @BeforeEach
    void start() throws Exception {
        Opener refusing = (_, target, _) -> new Opener.Opening.Refused("No grant for " + target + ".");
        world = new GatewayWorld(folder, refusing, GatewayWorld.echo(), DoorLimits.ENGINEERS);
        eva = OpenSsh.key(folder, "eva", "ed25519", "");
        world.admit("eva", eva, Role.ENGINEER);
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((_, _, _) -> true);
        client.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        world.close();
    }

    private ClientSession connected() throws Exception {
        return client.connect("eva", "127.0.0.1", world.gateway.port()).verify(PATIENCE).getSession();
    }

    private ClientSession authenticated() throws Exception {
        ClientSession session = connected();
        for (KeyPair pair : SecurityUtils.loadKeyPairIdentities((SessionContext) null, new PathResource(eva),
                eva.toUri().toURL().openStream(), FilePasswordProvider.EMPTY)) {
            session.addPublicKeyIdentity(pair);
        }
        session.auth().verify(PATIENCE);
        return session;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-userauth", "ssh-connection"})
    void aServiceThatRunsIsNotStartedAgain(String service) throws Exception {
        try (ClientSession session = authenticated()) {
            Buffer request = session.createBuffer(SshConstants.SSH_MSG_SERVICE_REQUEST, 64);
            request.putString(service);
            session.writePacket(request);
            assertTrue(session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE)
                    .contains(ClientSession.ClientSessionEvent.CLOSED), "the gateway went along");
        }
    }

    @Test
    void whoReadsHisAnswersLateGetsThemAll() throws Exception {
        try (ClientSession session = authenticated()) {
            session.getIoSession().suspendRead();
            for (int i = 0; i < FLOOD; i++) {
                ask(session, SshConstants.SSH_MSG_GLOBAL_REQUEST);
            }
            session.getIoSession().resumeRead();
            assertTrue(session.executeRemoteCommand("targets").startsWith("eva"));
        }
    }

    @Test
    void aStrangerWhoTalksOfAnythingButAuthenticationIsGone() throws Exception {
        try (ClientSession session = connected()) {
            session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH), PATIENCE);
            ask(session, SshConstants.SSH_MSG_GLOBAL_REQUEST);
            assertTrue(session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE)
                    .contains(ClientSession.ClientSessionEvent.CLOSED), "the gateway listened");
        }
    }

    @Test
    void aStrangerWhoHangsUpAtOnceLeavesNoPlaceTaken() throws Exception {
        for (int i = 0; i < 10 * DoorLimits.ENGINEERS.perSource(); i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.gateway.port())) {
                // Reset: before the gateway has made anything of the connection, or while it does.
                socket.setSoLinger(true, 0);
            }
        }
        // Well within the twenty seconds that a silent stranger may take. While the last of them still wait
        // to be accepted, the door may rightly be full for the next client of this address.
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            TunnelWorld.await(this::letIn);
            TunnelWorld.await(() -> world.doorkeeper.halfOpen() == 0);
        });
    }

    private boolean letIn() {
        try (ClientSession session = authenticated()) {
            return session.executeRemoteCommand("targets").startsWith("eva");
        } catch (Exception turnedAway) {
            return false;
        }
    }

    private static void ask(ClientSession session, byte message) throws Exception {
        Buffer request = session.createBuffer(message, 64);
        request.putString("keepalive@openssh.com");
        request.putBoolean(true);
        session.writePacket(request);
    }
}
