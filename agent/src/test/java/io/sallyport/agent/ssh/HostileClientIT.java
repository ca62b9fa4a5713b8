package io.sallyport.agent.ssh;

import static io.sallyport.agent.ssh.StockClientIT.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.evidence.recording.EndReason;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.MinaKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client that keeps to no rule may gain. */
@Timeout(120)
class HostileClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;
    private Yard yard;
    private SshClient client;

    @BeforeEach
    void open() throws Exception {
        yard = new Yard(folder);
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((_, _, _) -> true);
        // The certificate is for the name web-1, which this client does not use.
        client.setSignatureFactories(List.of(BuiltinSignatures.ed25519));
        client.start();
    }

    @AfterEach
    void close() throws Exception {
        client.stop();
        yard.close();
    }

    private ClientSession authenticated() throws Exception {
        Ed25519Key key = yard.key("mallory");
        yard.staples.add(yard.certificate(key,
                yard.grant("mallory", Yard.rights(), Instant.now().plusSeconds(3600))));
        ClientSession session = client.connect(Yard.LOGIN.value(), "127.0.0.1", yard.port())
                .verify(PATIENCE).getSession();
        session.addPublicKeyIdentity(MinaKeys.library(key));
        session.auth().verify(PATIENCE);
        return session;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-userauth", "ssh-connection"})
    void aServiceThatRunsIsNotStartedAgainAndTheSessionEnds(String service) throws Exception {
        try (ClientSession session = authenticated()) {
            await(() -> yard.broker.begun.size() == 1);
            Buffer request = session.createBuffer(SshConstants.SSH_MSG_SERVICE_REQUEST, 64);
            request.putString(service);
            session.writePacket(request);
            assertTrue(session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE)
                    .contains(ClientSession.ClientSessionEvent.CLOSED), "the agent went along");
        }
        SessionId id = yard.served.getFirst();
        await(() -> yard.broker.ended.get(id) == EndReason.TUNNEL_LOST);
    }

    @Test
    void noMoreSessionsThanTheGrantAdmitsHoweverManyBeginAtOnce() throws Exception {
        yard.admitEva(Rights.from(Yard.rights()).concurrent(1).build());
        List<CompletableFuture<Yard.Result>> clients = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                clients.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return yard.ssh(List.of(), "echo in; sleep 5");
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }, threads));
            }
        }
        assertEquals(1, clients.stream().filter(one -> one.join().text().contains("in")).count());
    }

    @Test
    void aTunnelThatIsLostWhileTheBrokerIsAskedLeavesNoSession() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        yard.broker.hold = hold;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            yard.admitEva(Yard.rights());
            var _ = threads.submit(() -> yard.ssh(List.of(), "true"));
            await(() -> yard.broker.begun.size() == 1);
            yard.stopServing();
            hold.countDown();
            SessionId id = yard.served.getFirst();
            await(() -> yard.broker.ended.get(id) == EndReason.TUNNEL_LOST);
        }
    }
}
