package io.sallyport.broker.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.stepup.Attempt;
import io.sallyport.broker.tunnel.TunnelWorld;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.cert.SshPublicKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConfirmCommandTest {
    private static final PersonName EVA = new PersonName("eva");
    private final Path folder;
    private final World world;
    private final Commands commands;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    ConfirmCommandTest(@TempDir Path folder) {
        this.folder = folder;
        this.world = World.in(folder);
        this.commands = new Commands(TestDesks.of(world));
    }

    @BeforeEach
    void aRuleThatWantsACode() throws Exception {
        world.domain.policy().activate(World.policy(folder, "otp", """
                format: sallyport-policy/1
                allow:
                  - id: quick-look
                    title: Quick look
                    who: { group: acme/quick, mfa: otp }
                    where: { env: staging }
                    login: viewer
                    max: 1h
                    approval: { automatic: "read only and recorded" }
                    rights: { shell: true }
                """), Actor.OPERATOR, Optional.empty(), Optional.empty());
    }

    @AfterEach
    void close() {
        world.close();
    }

    private int run(String line, InputStream in, Mfa byKey, Optional<Screen> screen) throws Exception {
        return commands.run(
                new Caller(world.person("eva"), SshPublicKey.parseLine(World.key(1)), World.HOME, byKey),
                Optional.of(line), screen.orElse(new Screen(in, out, err, false, 0)));
    }

    private int run(String line, String stdin) throws Exception {
        return run(line, new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)), Mfa.NONE,
                Optional.empty());
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<Json.Obj> lines() {
        return said().lines().map(line -> JsonParser.parseObject(line, 1 << 16, 4)).toList();
    }

    @Test
    void aTypedCodeOpensWhatARuleGivesByItself() throws Exception {
        String ask = "request web-1 --as viewer --for 30m --reason look";
        assertEquals(1, run(ask, ""));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("First: ssh -t gw confirm web-1"));
        world.codes.give("eva", "123456");
        assertEquals(0, run("confirm web-1", "123456\n"), said());
        assertTrue(said().endsWith("Confirmed for web-1.\n"), said());
        assertEquals(0, run(ask, ""), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void withoutATargetItIsForTheAccountAndOpensWhatTakesAFreshProof() throws Exception {
        world.codes.give("eva", "123456");
        assertEquals(1, run("keys add", World.key(40) + "\n"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("Like this: ssh -t gw confirm"));
        assertEquals(0, run("confirm", "123456\n"), said());
        assertTrue(said().endsWith("Confirmed for your account.\n"), said());
        assertEquals(0, run("keys add", World.key(40) + "\n"), err.toString(StandardCharsets.UTF_8));
        assertEquals(0, run("confirm", ""), "not asked again");
        // It is worth nothing to a target.
        assertEquals(1, run("request web-1 --as viewer --for 30m --reason look", ""));
    }

    @Test
    void whereNothingIsMissingNothingIsAsked() throws Exception {
        assertEquals(0, run("confirm web-1", InputStream.nullInputStream(), Mfa.PHISHING_RESISTANT,
                Optional.empty()));
        assertTrue(said().startsWith("Nothing more is wanted"), said());
        assertEquals(0, run("confirm db-1", ""));
        assertEquals(2, run("confirm nowhere", ""));
    }

    @Test
    void scriptsGetALinkAndWaitForWhatComesOfIt() throws Exception {
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> {
            try {
                return run("confirm web-1 --json", "");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        TunnelWorld.await(() -> said().endsWith("\n"));
        Json.Obj waiting = lines().getFirst();
        assertEquals("waiting", waiting.string("state"));
        String url = waiting.string("url");
        Attempt attempt = world.domain.stepUp()
                .waiting(EVA, url.substring(url.lastIndexOf('/') + 1)).orElseThrow();
        assertEquals(Optional.of(attempt), world.domain.stepUp().waiting(EVA, waiting.string("code")));
        world.domain.stepUp().confirmed(attempt, EVA, Mfa.OTP);
        assertEquals(0, exit.get(20, TimeUnit.SECONDS));
        assertEquals("confirmed", lines().getLast().string("state"));
    }

    @Test
    void aDenialIsARefusal() throws Exception {
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> {
            try {
                return run("confirm web-1", "\n");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        TunnelWorld.await(() -> said().contains("Then this goes on by itself"));
        String code = said().replaceAll("(?s).*type ([A-Z]{4}-[A-Z]{4}).*", "$1");
        world.domain.stepUp().denied(world.domain.stepUp().waiting(EVA, code).orElseThrow(), EVA);
        assertEquals(1, exit.get(20, TimeUnit.SECONDS));
    }

    @Test
    void whoeverLeavesLeavesNothingBehind() throws Exception {
        Screen screen = new Screen(new ByteArrayInputStream(new byte[]{'\n'}), out, err, false, 0);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> {
            try {
                return run("confirm web-1", InputStream.nullInputStream(), Mfa.NONE, Optional.of(screen));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        TunnelWorld.await(() -> said().contains("Then this goes on by itself"));
        screen.leave();
        assertEquals(1, exit.get(20, TimeUnit.SECONDS));
        assertEquals("gave-up", world.journalled("step-up-failed").getFirst().string("why"));
        assertEquals(1, run("confirm web-1", ""), "nobody there to answer");
    }
}
