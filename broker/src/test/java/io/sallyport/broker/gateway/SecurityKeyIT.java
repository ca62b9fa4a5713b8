package io.sallyport.broker.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.door.DoorLimits;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.policy.Mfa;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Security keys whose flags are what a test says, made in software: what each of them is worth at the door. */
@Timeout(60)
final class SecurityKeyIT {
    private static final String TYPE = "sk-ssh-ed25519@openssh.com";
    private static final String APPLICATION = "ssh:";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;
    private GatewayWorld world;
    private SshClient client;
    private final Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(new SecureRandom());
    private final List<Mfa> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        world = new GatewayWorld(folder, null, holder -> {
            asked.add(holder.byKey());
            return java.util.Optional.empty();
        }, (_, target, _) -> new Opener.Opening.Refused("No grant for " + target + "."),
                GatewayWorld.echo(), DoorLimits.ENGINEERS);
        Path key = folder.resolve("sk");
        Files.writeString(Path.of(key + ".pub"),
                TYPE + " " + Base64.getEncoder().encodeToString(blob()) + " sk\n");
        world.admit("eva", key, Role.ENGINEER);
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((_, _, _) -> true);
        client.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        world.close();
    }

    private byte[] blob() {
        ByteArrayBuffer blob = new ByteArrayBuffer();
        blob.putString(TYPE);
        blob.putBytes(secret.generatePublicKey().getEncoded());
        blob.putString(APPLICATION);
        return blob.getCompactData();
    }

    /** What a security key signs (OpenSSH PROTOCOL.u2f): hash of the application, flags, counter, hash of the message. */
    private byte[] signature(byte[] message, int signed, int claimed) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] application = sha.digest(APPLICATION.getBytes(StandardCharsets.UTF_8));
        byte[] data = ByteBuffer.allocate(32 + 1 + 4 + 32).put(application).put((byte) signed).putInt(7)
                .put(sha.digest(message)).array();
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, secret);
        signer.update(data, 0, data.length);
        ByteArrayBuffer out = new ByteArrayBuffer();
        out.putString(TYPE);
        out.putBytes(signer.generateSignature());
        out.putByte((byte) claimed);
        out.putUInt(7);
        return out.getCompactData();
    }

    /** Signs in with one signed request. True: let in. */
    private boolean letIn(int signed, int claimed) throws Exception {
        try (ClientSession session = client.connect("eva", "127.0.0.1", world.gateway.port())
                .verify(PATIENCE).getSession()) {
            session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH), PATIENCE);
            Buffer message = new ByteArrayBuffer();
            message.putBytes(session.getSessionId());
            request(message);
            Buffer packet = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, 512);
            byte[] all = message.getCompactData();
            int header = 4 + session.getSessionId().length + 1;
            packet.putRawBytes(all, header, all.length - header);
            packet.putBytes(signature(all, signed, claimed));
            session.writePacket(packet);
            int before = asked.size();
            long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (asked.size() == before && System.nanoTime() < deadline) {
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
            return asked.size() > before;
        }
    }

    // RFC 4252 §7.
    private void request(Buffer message) {
        message.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        message.putString("eva");
        message.putString("ssh-connection");
        message.putString("publickey");
        message.putBoolean(true);
        message.putString(TYPE);
        message.putBytes(blob());
    }

    @Test
    void touchAndVerificationTogetherArePhishingResistant() throws Exception {
        assertTrue(letIn(0x05, 0x05));
        assertEquals(List.of(Mfa.PHISHING_RESISTANT), asked);
    }

    @Test
    void aTouchAloneIsAKeyAndNoMore() throws Exception {
        assertTrue(letIn(0x01, 0x01));
        assertEquals(List.of(Mfa.NONE), asked);
    }

    /** Without a touch, and with flags that were not signed. */
    @ParameterizedTest
    @CsvSource({"0, 0", "4, 4", "1, 5", "0, 1", "5, 1", "0, 5"})
    void whatWasNotTouchedOrNotSignedIsRefused(int signed, int claimed) throws Exception {
        assertFalse(letIn(signed, claimed));
        assertEquals(List.of(), asked);
    }
}
