package io.sallyport.broker.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.door.DoorLimits;
import io.sallyport.broker.gateway.OpenSsh.Result;
import io.sallyport.broker.gateway.Opener.Opening;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.PersonName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stock OpenSSH client sees of the gateway. */
final class SshGatewayIT {
    private static final DoorLimits LIMITS = new DoorLimits(40, 30, 8, 20, Duration.ofHours(1), 3,
            Duration.ofMinutes(10),
            Duration.ofMinutes(1), Duration.ofHours(1), 100);

    @TempDir
    private Path folder;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private GatewayWorld world;
    private Path eva;
    private Path ada;

    @BeforeEach
    void start() throws Exception {
        Opener refusing = (who, target, source) -> {
            asked.add(who + " " + target + " " + source.getAddress().getHostAddress());
            return new Opening.Refused(
                    "No grant for " + target + ". Ask:\nssh gw request \u001b[31m" + target);
        };
        world = new GatewayWorld(folder, refusing, GatewayWorld.echo(), LIMITS);
        eva = OpenSsh.key(folder, "eva", "ed25519", "");
        ada = OpenSsh.key(folder, "ada", "ed25519", "");
        world.admit("eva", eva, Role.ENGINEER);
        world.admit("ada", ada, Role.APPROVER);
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @Test
    void aCommandRunsAsWhoeverProvedTheKeyWhateverTheUserName() throws Exception {
        Result result = world.ssh.ssh(eva, "root@127.0.0.1", "targets", "--json");
        assertEquals("eva targets --json\n", result.text(), result.err());
        assertEquals(0, result.exit());
    }

    @Test
    void theExitCodeOfACommandArrives() throws Exception {
        assertEquals(3, world.ssh.ssh(eva, "127.0.0.1", "fail").exit());
        assertEquals("eva (nothing)\n", world.ssh.ssh(eva, "-T", "127.0.0.1").text());
    }

    @Test
    void aRefusalIsShownOnOneLineWithoutControlCharacters() throws Exception {
        List<String> command = new ArrayList<>(
                world.ssh.command(List.of(eva), "-W", "web-1:22", "127.0.0.1"));
        command.replaceAll(word -> word.equals("LogLevel=ERROR") ? "LogLevel=INFO" : word);
        // The client escapes our backslash once more.
        Result result = OpenSsh.run(command, new byte[0]);
        assertTrue(result.err().contains(
                "administratively prohibited: No grant for web-1. Ask: ssh gw request \\\\x1b[31mweb-1"),
                result.err());
        assertFalse(result.err().contains("\u001b"), result.err());
        assertEquals(1, asked.size());
        assertTrue(
                asked.getFirst().startsWith("eva by SHA256:") && asked.getFirst().endsWith("web-1 127.0.0.1"),
                asked.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:22", "[::1]:22", "localhost:22", "gw:22", "10.0.0.7:22",
            "0x7f000001:22", "2130706433:22",
            "web-1:2222", "web_1:22", "web-1;id:22"})
    void nothingButATargetNameOnPort22IsEvenLookedAt(String destination) throws Exception {
        Result result = world.ssh.ssh(eva, "-W", destination, "127.0.0.1");
        assertNotEquals(0, result.exit());
        assertTrue(asked.isEmpty(), "the opener was asked: " + asked);
    }

    @Test
    void reverseForwardingIsRefused() throws Exception {
        Result result = world.ssh.ssh(eva, "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22",
                "127.0.0.1", "targets");
        assertNotEquals(0, result.exit());
        assertEquals("", result.text());
    }

    @Test
    void agentForwardingAndSubsystemsAreRefused() throws Exception {
        assertEquals("eva targets\n", world.ssh.ssh(eva, "-A", "127.0.0.1", "targets").text());
        assertNotEquals(0, world.ssh.ssh(eva, "-s", "127.0.0.1", "sftp").exit());
    }

    @Test
    void offeringSomebodyElsesKeyFirstDoesNotMakeYouThem() throws Exception {
        // Known to the gateway, but the client cannot sign with it: it is probed and left behind.
        Path locked = OpenSsh.key(folder, "locked", "ed25519", "a passphrase nobody types");
        world.admit("victim", locked, Role.ADMINISTRATOR);
        Result result = OpenSsh.run(world.ssh.command(List.of(locked, ada), "127.0.0.1", "whoami"),
                new byte[0]);
        assertEquals("ada whoami\n", result.text(), result.err());
    }

    @Test
    void unknownKeysDisabledPeopleAndCertificatesGetTheSameNo() throws Exception {
        Path stranger = OpenSsh.key(folder, "stranger", "ed25519", "");
        Result unknown = world.ssh.ssh(stranger, "127.0.0.1", "whoami");
        assertEquals(255, unknown.exit());
        assertTrue(unknown.err().contains("Permission denied (publickey)"), unknown.err());

        Person person = world.people.getFirst();
        world.people.set(0,
                new Person(person.name(), person.fullName(), person.organisation(), false, person.groups(),
                        person.roles(), false));
        world.directory.refresh();
        Result disabled = world.ssh.ssh(eva, "127.0.0.1", "whoami");
        assertEquals(unknown.err(), disabled.err());

        Path ca = OpenSsh.key(folder, "ca", "ed25519", "");
        OpenSsh.run(
                List.of("ssh-keygen", "-q", "-s", ca.toString(), "-I", "x", "-n", "root", stranger + ".pub"),
                new byte[0]);
        Result certificate = world.ssh.ssh(stranger, "-o", "CertificateFile=" + stranger + "-cert.pub",
                "127.0.0.1", "whoami");
        assertEquals(unknown.err(), certificate.err());
    }

    @Test
    void aServiceAccountComesFromItsNetworksOrGetsTheSameNo() throws Exception {
        Path bot = OpenSsh.key(folder, "bot", "ed25519", "");
        world.admit("bot", bot, Role.ENGINEER);
        Person human = world.people.getLast();
        world.people.set(world.people.size() - 1, new Person(human.name(), "Bot", human.organisation(), false,
                human.groups(), human.roles(), true,
                Optional.of(new ServiceAccount(new PersonName("eva"), Instant.now().plusSeconds(3600),
                        List.of(Cidr.parse("127.0.0.2").orElseThrow()))),
                Optional.empty(), Origin.FILE, Optional.empty()));
        world.directory.refresh();
        assertEquals("bot whoami\n", world.ssh.ssh(bot, "-b", "127.0.0.2", "127.0.0.1", "whoami").text());
        Path stranger = OpenSsh.key(folder, "stranger", "ed25519", "");
        Result elsewhere = world.ssh.ssh(bot, "-b", "127.0.0.3", "127.0.0.1", "whoami");
        assertEquals(world.ssh.ssh(stranger, "-b", "127.0.0.3", "127.0.0.1", "whoami").err(),
                elsewhere.err());
        assertEquals(255, elsewhere.exit());
        assertEquals(1, world.elsewhere.size(), world.elsewhere.toString());
        assertTrue(world.elsewhere.getFirst().startsWith("bot SHA256:"), world.elsewhere.toString());
        assertTrue(world.elsewhere.getFirst().endsWith(" 127.0.0.3"), world.elsewhere.toString());
    }

    @Test
    void theRightKeyIsFoundAmongMany() throws Exception {
        List<Path> identities = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            identities.add(OpenSsh.key(folder, "other" + i, "ed25519", ""));
        }
        identities.add(eva);
        Result result = OpenSsh.run(world.ssh.command(identities, "127.0.0.1", "whoami"), new byte[0]);
        assertEquals("eva whoami\n", result.text(), result.err());
    }

    @Test
    void keysThatAreTooWeakAreRefusedEvenIfRegistered() throws Exception {
        Path weak = folder.resolve("weak");
        OpenSsh.run(List.of("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", weak.toString()),
                new byte[0]);
        world.admit("weak", weak, Role.ENGINEER);
        assertEquals(255, world.ssh.ssh(weak, "127.0.0.1", "whoami").exit());
    }

    @Test
    void ecdsaAndStrongRsaKeysWork() throws Exception {
        Path ecdsa = OpenSsh.key(folder, "ecdsa", "ecdsa", "");
        world.admit("ecdsa", ecdsa, Role.ENGINEER);
        assertEquals("ecdsa whoami\n", world.ssh.ssh(ecdsa, "127.0.0.1", "whoami").text());
        Path rsa = folder.resolve("rsa");
        OpenSsh.run(List.of("ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-N", "", "-f", rsa.toString()),
                new byte[0]);
        world.admit("rsa", rsa, Role.ENGINEER);
        assertEquals("rsa whoami\n", world.ssh.ssh(rsa, "127.0.0.1", "whoami").text());
    }

    @Test
    void stalledConnectionsAreBoundedAndClosedAtOnceBeyondTheBound() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try {
            int closed = 0;
            for (int i = 0; i < 12; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.gateway.port());
                stalled.add(socket);
                socket.setSoTimeout(10_000);
                closed += firstByte(socket) < 0 ? 1 : 0;
            }
            assertEquals(4, closed, "eight may wait from one source, the rest is closed");
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    private static int firstByte(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (java.net.SocketException e) {
            return -1;
        }
    }

    @Test
    void messagesOfLaterPhasesBeforeAuthenticationEndTheConnection() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.gateway.port())) {
            socket.setSoTimeout(10_000);
            // An identification far longer than allowed.
            socket.getOutputStream().write("x".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
            byte[] all = socket.getInputStream().readAllBytes();
            assertTrue(all.length < 4096, "a few bytes and then the end");
        } catch (java.net.SocketException e) {
            // Reset: ended even more plainly.
            assertTrue(Files.exists(folder));
        }
    }
}
