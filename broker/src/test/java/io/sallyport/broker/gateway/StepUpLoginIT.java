package io.sallyport.broker.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.door.DoorLimits;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.stepup.Attempt;
import io.sallyport.broker.tunnel.TunnelWorld;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The step after the key, as stock OpenSSH and as a client that keeps to no rule meet it. */
@Timeout(120)
final class StepUpLoginIT {
    private static final PersonName EVA = new PersonName("eva");
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LINK = Pattern.compile("/confirm/([0-9a-f]{32})");
    private static final AttributeKey<Boolean> PROMPTED = new AttributeKey<>();
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: acme
                title: Acme
                who: { group: acme/ops MFA }
                where: { env: staging }
                login: deploy
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true }
            """;

    @TempDir
    private Path folder;
    private World world;
    private GatewayWorld gateway;
    private Path eva;
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        world = World.in(folder);
        eva = OpenSsh.key(folder, "eva", "ed25519", "");
        world.adopt(World.text().replace(World.key(1), OpenSsh.publicKey(eva).replaceFirst(" eva$", "")));
        gateway = new GatewayWorld(folder, world.domain.people(),
                SecondStep.by(world.domain.stepUp(), "https://gw.example.com:8443"),
                (_, target, _) -> new Opener.Opening.Refused("No grant for " + target + "."),
                (caller, line, screen) -> {
                    ran.add(line.orElse(""));
                    return GatewayWorld.echo().run(caller, line, screen);
                }, DoorLimits.ENGINEERS);
        wants("otp");
        grant();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        world.close();
    }

    private void wants(String level) throws IOException {
        world.domain.policy().activate(World.policy(folder, "mfa-" + level,
                RULES.replace(" MFA", level.isEmpty() ? "" : ", mfa: " + level)), Actor.OPERATOR,
                Optional.empty(), Optional.empty());
    }

    private void grant() {
        RequestOutcome.Filed filed = assertInstanceOf(RequestOutcome.Filed.class,
                world.domain.requests().request(world.person("eva"),
                        Arrival.from(HERE).with(Mfa.PHISHING_RESISTANT),
                        World.form("web-1", "deploy", Duration.ofHours(2))));
        assertInstanceOf(RequestOutcome.Granted.class, world.domain.requests().approve(world.person("ada"),
                filed.request().id(), Narrowing.NONE, Optional.empty(), Optional.empty()));
    }

    /** A stock ssh whose prompts are answered by {@code answer}; what it says arrives in {@code said}. */
    private Process ssh(String answer, List<String> said) throws IOException {
        Path askpass = folder.resolve("askpass");
        Files.writeString(askpass, "#!/bin/sh\nprintf '%s\\n' \"$1\" >>'" + folder.resolve("prompts")
                + "'\necho '" + answer + "'\n");
        Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
        List<String> command = new ArrayList<>(gateway.ssh.command(List.of(eva), "127.0.0.1", "targets"));
        command.replaceAll(word -> word.equals("LogLevel=ERROR")
                ? "LogLevel=INFO"
                : word.equals("BatchMode=yes") ? "BatchMode=no" : word);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SSH_ASKPASS", askpass.toString());
        builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
        Process process = builder.start();
        process.getOutputStream().close();
        Thread.ofVirtual().start(() -> {
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(said::add);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return process;
    }

    private static int exit(Process process) throws InterruptedException {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "ssh did not end");
        return process.exitValue();
    }

    private Attempt waiting(List<String> said) {
        StringBuilder token = new StringBuilder();
        TunnelWorld.await(() -> {
            Matcher link = LINK.matcher(String.join("\n", said));
            if (link.find() && token.isEmpty()) {
                token.append(link.group(1));
            }
            return !token.isEmpty();
        });
        return world.domain.stepUp().waiting(EVA, token.toString()).orElseThrow();
    }

    @Test
    void whereNothingMoreIsWantedBatchesGoOnWorking() throws Exception {
        wants("");
        assertEquals("eva targets\n", gateway.ssh.ssh(eva, "127.0.0.1", "targets").text());
    }

    @Test
    void whoHasToShowMoreIsNotLetInByTheKeyAlone() throws Exception {
        OpenSsh.Result result = gateway.ssh.ssh(eva, "127.0.0.1", "targets");
        assertEquals(255, result.exit());
        assertTrue(result.err().contains("Permission denied (keyboard-interactive)"), result.err());
        assertEquals(List.of(), ran);
    }

    @Test
    void aTypedCodeLetsInAndIsRemembered() throws Exception {
        world.codes.give("eva", "123456");
        List<String> said = new CopyOnWriteArrayList<>();
        assertEquals(0, exit(ssh("123456", said)), said.toString());
        assertEquals(List.of("targets"), ran);
        assertTrue(Files.readString(folder.resolve("prompts")).contains("One-time code"));
        assertEquals("eva targets\n", gateway.ssh.ssh(eva, "127.0.0.1", "targets").text(),
                "the next one is asked for nothing");
    }

    @Test
    void threeWrongCodesEndTheConnectionWithItsReason() throws Exception {
        world.codes.give("eva", "123456");
        List<String> said = new CopyOnWriteArrayList<>();
        assertEquals(255, exit(ssh("000000", said)));
        TunnelWorld.await(() -> String.join("\n", said).contains("That code is not good."));
        assertEquals(List.of(), ran);
    }

    @Test
    void sshGoesOnByItselfOnceTheLinkIsConfirmed() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Process ssh = ssh("", said);
        Attempt attempt = waiting(said);
        assertTrue(ssh.isAlive());
        assertTrue(world.domain.stepUp().confirmed(attempt, EVA, Mfa.OTP));
        assertEquals(0, exit(ssh), said.toString());
        assertEquals(List.of("targets"), ran);
    }

    @Test
    void aQrCodeIsShownWhereItIsAskedFor() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Process ssh = ssh("qr", said);
        Path prompts = folder.resolve("prompts");
        TunnelWorld.await(() -> {
            try {
                return Files.exists(prompts) && Files.readString(prompts).contains("/confirm/");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertTrue(Files.readString(prompts).contains("\\342\\226\\210")
                || Files.readString(prompts).contains("\u2588"));
        Matcher link = LINK.matcher(Files.readString(prompts));
        assertTrue(link.find());
        assertTrue(world.domain.stepUp().confirmed(
                world.domain.stepUp().waiting(EVA, link.group(1)).orElseThrow(), EVA, Mfa.OTP));
        assertEquals(0, exit(ssh), said.toString());
    }

    @Test
    void whoSaysItWasNotThemEndsTheConnection() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Process ssh = ssh("", said);
        assertTrue(world.domain.stepUp().denied(waiting(said), EVA));
        assertEquals(255, exit(ssh));
        TunnelWorld.await(() -> String.join("\n", said).contains("this was not you"));
        assertEquals(List.of(), ran);
    }

    @Test
    void whoHangsUpWaitsNoMore() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Process ssh = ssh("", said);
        Attempt attempt = waiting(said);
        ssh.destroy();
        assertEquals(Attempt.End.ABANDONED, attempt.end().get(20, TimeUnit.SECONDS));
    }

    private SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((_, _, _) -> true);
        client.start();
        return client;
    }

    private ClientSession keyOnly(SshClient client) throws Exception {
        ClientSession session = client.connect("eva", "127.0.0.1", gateway.gateway.port()).verify(PATIENCE)
                .getSession();
        for (KeyPair pair : SecurityUtils.loadKeyPairIdentities((SessionContext) null, new PathResource(eva),
                eva.toUri().toURL().openStream(), FilePasswordProvider.EMPTY)) {
            session.addPublicKeyIdentity(pair);
        }
        return session;
    }

    /** A client that gives the key and stops there. */
    private ClientSession stopped(SshClient client) throws Exception {
        client.setUserAuthFactoriesNames("publickey", "keyboard-interactive");
        ClientSession session = keyOnly(client);
        session.setUserInteraction(new UserInteraction() {
            @Override
            public boolean isInteractionAllowed(ClientSession ignored) {
                return true;
            }

            @Override
            public String @Nullable [] interactive(ClientSession asked, String name, String instruction,
                    String lang,
                    String[] prompt, boolean[] echo) {
                asked.setAttribute(PROMPTED, true);
                return null;
            }

            @Override
            public @Nullable String getUpdatedPassword(ClientSession ignored, String prompt, String lang) {
                return null;
            }
        });
        session.auth();
        TunnelWorld.await(() -> Boolean.TRUE.equals(session.getAttribute(PROMPTED)));
        return session;
    }

    private static boolean closes(ClientSession session) {
        return session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE)
                .contains(ClientSession.ClientSessionEvent.CLOSED);
    }

    @Test
    void noChannelOpensBetweenTheKeyAndTheSecondStep() throws Exception {
        SshClient client = client();
        try (ClientSession session = stopped(client)) {
            Buffer open = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, 64);
            open.putString("session");
            open.putUInt(0);
            open.putUInt(1 << 20);
            open.putUInt(1 << 15);
            session.writePacket(open);
            assertTrue(closes(session), "the gateway listened");
            assertEquals(List.of(), ran);
        } finally {
            client.stop();
        }
    }

    /** Each of them twice: what was one method too many may have been the last one wanted. */
    @ParameterizedTest
    @ValueSource(strings = {"publickey", "none", "password", "hostbased"})
    void noOtherMethodTakesThePlaceOfTheSecondStep(String method) throws Exception {
        SshClient client = client();
        try (ClientSession session = stopped(client)) {
            for (int i = 0; i < 2; i++) {
                Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, 256);
                request.putString("eva");
                request.putString("ssh-connection");
                request.putString(method);
                request.putBoolean(false);
                request.putString("");
                session.writePacket(request);
            }
            assertFalse(session.isAuthenticated());
            closes(session);
            assertFalse(session.isAuthenticated());
            assertEquals(List.of(), ran);
        } finally {
            client.stop();
        }
    }

    @Test
    void anAnswerThatNobodyAskedForEndsTheConnection() throws Exception {
        SshClient client = client();
        client.setUserAuthFactoriesNames("publickey");
        try (ClientSession session = keyOnly(client)) {
            session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH), PATIENCE);
            Buffer answer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, 16);
            answer.putUInt(0);
            session.writePacket(answer);
            assertTrue(closes(session), "the gateway listened");
        } finally {
            client.stop();
        }
    }

    /** MINA reads the methods before it knows anybody: what is decided later must count all the same. */
    @Test
    void theDecisionIsMadeForWhoeverProvedTheKeyAndOnEachConnection() throws Exception {
        Path emil = OpenSsh.key(folder, "emil", "ed25519", "");
        world.adopt(World.text().replace(World.key(1), OpenSsh.publicKey(eva).replaceFirst(" eva$", ""))
                .replace(World.key(2), OpenSsh.publicKey(emil).replaceFirst(" emil$", "")));
        assertEquals("emil targets\n",
                OpenSsh.run(gateway.ssh.command(List.of(emil), "eva@127.0.0.1", "targets"), new byte[0])
                        .text());
        assertNotEquals(0, gateway.ssh.ssh(eva, "emil@127.0.0.1", "targets").exit());
        assertEquals(List.of("targets"), ran);
    }

    @Test
    void whatCannotBeDecidedLetsNobodyIn() throws Exception {
        try (GatewayWorld broken = new GatewayWorld(Files.createDirectories(folder.resolve("broken")),
                world.domain.people(), _ -> {
                    throw new IllegalStateException("the database is away");
                }, (_, target, _) -> new Opener.Opening.Refused("No."), (_, line, _) -> {
                    ran.add(line.orElse(""));
                    return 0;
                }, DoorLimits.ENGINEERS)) {
            assertNotEquals(0, broken.ssh.ssh(eva, "127.0.0.1", "targets").exit());
            assertEquals(List.of(), ran);
        }
    }
}
