package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.tls.PemTrust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Automation with stock clients in batch mode: let in without a prompt from its own networks, as long as somebody answers for it. */
@SharedWorld
@TestInstance(Lifecycle.PER_CLASS)
class ServiceAccountIT {
    private static final String OWN = "127.0.0.2";
    private static final String FOREIGN = "127.0.0.3";
    private static final Pattern CODE = Pattern.compile("/sign-in#(\\S+)");
    @TempDir
    private static Path folder;
    private final World world;

    ServiceAccountIT(World world) {
        this.world = world;
    }

    @BeforeAll
    void declared() throws IOException {
        for (String name : List.of("nightly", "olga")) {
            World.must(Recordings.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                    folder.resolve(name).toString())));
        }
        declare("");
    }

    private static String key(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".pub")).strip();
    }

    private void declare(String aboutOlga) throws IOException {
        Path directory = world.demo().folder().directory();
        String others = Files.readString(directory).lines()
                .filter(line -> !line.contains("name: olga,") && !line.contains("name: nightly,"))
                .reduce("", (text, line) -> text + line + "\n");
        Files.writeString(directory, others.replace("engagements:\n",
                """
                          - { name: olga, full_name: Olga Owner, organisation: acme, roles: [manager]%s, keys: ["%s"] }
                          - { name: nightly, kind: service, owner: olga, until: 2099-12-31, networks: [%s/32], organisation: acme, groups: [acme/staging], roles: [engineer], keys: ["%s"] }
                        engagements:
                        """
                        .formatted(aboutOlga, key("olga"), OWN, key("nightly"))));
        World.must(Recordings.run(Program.broker(World.home()).commandLine("reload", "--config",
                world.demo().folder().brokerConfig().toString())));
    }

    private static StockSsh with(Path config) {
        return new StockSsh(config, Duration.ofSeconds(60));
    }

    // As a job of a CI system would have it: a key, no agent, no terminal, one connection for many
    // commands. Written once: a client that was started may still be about to read it.
    private StockSsh from(String name, String source) throws IOException {
        Path config = folder.resolve("ssh_config-" + name + "-" + source);
        if (Files.exists(config)) {
            return with(config);
        }
        Files.writeString(config, """
                Host gw
                  BindAddress %s
                Host demo-host
                  ControlPath %s/c-%s
                Host *
                  BatchMode yes
                """.formatted(source, folder, source)
                + Files.readString(world.demo().folder().sshConfig(World.EMIL.folder()))
                        .replaceAll("IdentityFile .*", "IdentityFile " + folder.resolve(name)));
        return with(config);
    }

    private StockSsh job() throws IOException {
        return from("nightly", OWN);
    }

    @Test
    void aJobAsksRunsManyCommandsAndCopiesFilesWithoutOnePrompt() throws IOException {
        Json.Obj asked = World.json(World.must(job().ssh("gw", "request", "demo-host", "--as", world.login(),
                "--for", "30m", "--reason", "nightly-deployment", "--json")));
        assertEquals("granted", asked.object("request").string("state"));
        Process shared = job().start("ssh", "-M", "-N", "demo-host");
        try {
            Await.until("the shared connection is up", Duration.ofSeconds(30), () -> connected(shared));
            many();
            // The rule for automation gives no shell; the one for people of the same group would.
            assertNotEquals(0, job().ssh("demo-host").exit());
        } finally {
            shared.destroy();
        }
    }

    private boolean connected(Process shared) {
        try {
            assertTrue(shared.isAlive(), () -> "the shared connection ended: " + complaint(shared));
            return job().ssh("-O", "check", "demo-host").exit() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String complaint(Process ended) {
        try (BufferedReader said = ended.errorReader()) {
            return said.lines().collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "nothing that could be read: " + e.getMessage();
        }
    }

    private void many() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertEquals("step " + i + "\n", World.must(job().ssh("demo-host", "echo step " + i)).out());
        }
        byte[] playbook = "- hosts: all\n".getBytes(StandardCharsets.UTF_8);
        Path local = Files.write(folder.resolve("playbook"), playbook);
        World.must(job().run("scp", new byte[0], "-q", local.toString(), "demo-host:sallyport-playbook"));
        assertArrayEquals(playbook, World.must(job().ssh("demo-host", "cat sallyport-playbook;"
                + " rm sallyport-playbook")).stdout());
    }

    @Test
    void fromAnywhereElseItsKeyIsAnyStrangersKeyAndItsOwnerIsTold() throws Exception {
        StockSsh.Result stolen = from("nightly", FOREIGN).ssh("gw", "whoami");
        World.must(Recordings.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                folder.resolve("stranger").toString())));
        StockSsh.Result stranger = from("stranger", FOREIGN).ssh("gw", "whoami");
        assertEquals(255, stolen.exit());
        assertEquals(stranger.stderr(), stolen.stderr());
        Await.until("the owner sees it", Duration.ofSeconds(10), () -> shown().contains(FOREIGN));
    }

    private String shown() {
        try {
            return World.must(from("olga", "127.0.0.1").ssh("gw", "service", "show", "nightly", "--json"))
                    .out();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itsOwnerFindsItOverRestAndAddsNoKeyByAKeyAlone() throws Exception {
        Matcher code = CODE.matcher(World.must(from("olga", "127.0.0.1").ssh("gw", "console")).out());
        assertTrue(code.find(), "no code");
        try (HttpClient http = HttpClient.newBuilder().sslContext(PemTrust.context(
                world.demo().folder().broker().resolve("state/console/console.crt"))).build()) {
            String token = json(send(http, to("sign-in").POST(HttpRequest.BodyPublishers
                    .ofString("{\"code\":\"" + code.group(1) + "\"}")))).string("token");
            Json.Obj account = json(send(http, to("service-accounts/nightly")
                    .header("Authorization", "Bearer " + token)));
            assertEquals("olga", account.string("owner"));
            assertEquals(List.of(OWN + "/32"), account.strings("networks"));
            Json.Obj refused = json(send(http, to("service-accounts/nightly/keys")
                    .header("Authorization", "Bearer " + token).POST(HttpRequest.BodyPublishers
                            .ofString("{\"key\":\"" + key("olga") + "\"}"))));
            assertEquals("proof-needed", refused.string("reason"));
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(world.demo().consoleUrl() + "/api/v1/" + path))
                .header("Content-Type", "application/json").timeout(Duration.ofSeconds(20));
    }

    private static Json.Obj json(String text) {
        return JsonParser.parseObject(text, 1 << 16, 8);
    }

    private static String send(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void whatTakesSomebodyWhoThinksIsClosedToIt() throws IOException {
        for (List<String> command : List.of(List.of("console"), List.of("account"), List.of("approve", "r-1"),
                List.of("keys"), List.of("tokens"), List.of("invite"), List.of("service"))) {
            StockSsh.Result refused = job()
                    .ssh(Stream.concat(Stream.of("gw"), command.stream()).toArray(String[]::new));
            assertEquals(1, refused.exit(), command + ": " + refused.said());
            assertTrue(refused.stderr().contains("nightly is a service account"), refused.said());
        }
        assertFalse(World.must(job().ssh("gw", "help")).out().contains("console"));
    }

    @Test
    void whenItsOwnerIsGoneItsSessionEndsWithinFiveSeconds() throws Exception {
        World.must(job().ssh("gw", "request", "demo-host", "--as", world.login(), "--for", "30m", "--reason",
                "nightly-deployment", "--json"));
        Process running = job().start("ssh", "-o", "ControlPath=none", "demo-host", "echo up; sleep 300");
        try {
            assertEquals("up", running.inputReader().readLine());
            declare(", enabled: false");
            long since = System.nanoTime();
            assertTrue(running.waitFor(20, TimeUnit.SECONDS), "the session goes on");
            assertTrue(System.nanoTime() - since < TimeUnit.SECONDS.toNanos(5), "it took longer than 5 s");
            assertEquals(255, job().ssh("gw", "whoami").exit());
        } finally {
            running.destroy();
            declare("");
        }
        World.must(job().ssh("gw", "whoami"));
    }
}
