package io.sallyport.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The second proof with stock clients on a terminal and a real browser. A world of its own: its policy asks for more than keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StepUpIT {
    private static final Pattern SIGN_IN = Pattern.compile("https://\\S+/sign-in#\\S+");
    private static final Pattern ACCOUNT = Pattern.compile("https://\\S+#\\S+");
    private static final Pattern CONFIRM = Pattern.compile("https://\\S+/confirm/[0-9a-f]{32}");
    private static final Path DUMMY = Path.of("/usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so");

    private final World world = World.start();
    private final Chromium chromium = new Chromium();
    private PhoneApp phone = new PhoneApp("");
    private Page eva = chromium.page();
    private Page ada = chromium.page();

    /** While nothing is asked yet: Eva's factor is enrolled, two browsers are signed in by a code from ssh, and grants run. */
    @BeforeAll
    void aGrantUnderARuleThatWantsMoreFromNowOn() throws IOException {
        World.must(broker("account-open", "eva"));
        phone = enrolled(entered(ACCOUNT, World.must(world.as(World.EVA).ssh("gw", "account")).out()));
        eva = signedIn(World.EVA);
        ada = signedIn(World.ADA);
        world.grant(World.EVA, "2h");
        world.grant(World.ERIK, "2h");
        activate(", mfa: otp");
    }

    @AfterAll
    void close() {
        chromium.close();
        world.close();
    }

    private void activate(String mfa) throws IOException {
        Files.writeString(world.demo().folder().policy().resolve("rules/acme.yaml"), """
                format: sallyport-policy/1
                allow:
                  - id: acme-staging-auto
                    title: Nothing more than a key
                    who: { group: acme/staging }
                    where: { env: prod }
                    login: %1$s
                    max: 8h
                    approval: { automatic: These tests are about who is not asked }
                    rights: { shell: true, pty: true, exec: any }
                  - id: acme-ops-prod
                    title: One yes of the owners, and a second proof
                    who: { group: acme/ops%2$s }
                    where: { env: prod }
                    login: %1$s
                    max: 8h
                    approval: { before: [{ count: 1, from: ops-owners }] }
                    rights: { shell: true, pty: true, exec: any, sftp: read-write }
                """.formatted(world.login(), mfa));
        StockSsh.Result reloaded = broker("reload");
        assertEquals(0, reloaded.exit(), reloaded.said());
    }

    private StockSsh.Result broker(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--config", world.demo().folder().brokerConfig().toString()));
        return Recordings.run(Program.broker(World.home()).commandLine(line.toArray(String[]::new)));
    }

    private Path config(Someone someone) {
        return world.demo().folder().sshConfig(someone.folder());
    }

    private Page signedIn(Someone someone) {
        return entered(SIGN_IN, World.must(world.as(someone).ssh("gw", "console")).out());
    }

    private static PhoneApp enrolled(Page page) {
        page.locator("[data-action=totp]").click();
        PhoneApp app = new PhoneApp(page.locator("#totp-secret").textContent());
        page.locator("#code").fill(app.next());
        page.locator("[data-action=totp-confirm]").click();
        assertThat(page.locator("#totp-state")).containsText("since");
        return app;
    }

    private Page entered(Pattern where, String said) {
        Matcher link = where.matcher(said);
        assertTrue(link.find(), said);
        Page page = chromium.page();
        page.navigate(link.group());
        page.locator("[data-action=sign-in]").click();
        page.waitForLoadState();
        return page;
    }

    private static String link(Terminal terminal) {
        terminal.awaitText("goes on by itself");
        Matcher link = CONFIRM.matcher(terminal.screen());
        assertTrue(link.find(), terminal.screen());
        return link.group();
    }

    @Test
    @Order(1)
    void whoHasNothingThatWantsMoreMeetsNoPrompt() {
        world.grant(World.EMIL, "1h");
        assertEquals("in\n", World.must(
                world.as(World.EMIL).ssh("-o", "BatchMode=yes", "demo-host", "echo in")).out());
    }

    @Test
    @Order(2)
    void aBatchOfSomebodyWhoHasToShowMoreIsRefusedAtTheDoor() {
        StockSsh.Result batch = world.as(World.EVA).ssh("-o", "BatchMode=yes", "gw", "whoami");
        assertEquals(255, batch.exit(), batch.said());
        assertTrue(batch.stderr().contains("Permission denied (keyboard-interactive)"), batch.stderr());
    }

    @Test
    @Order(3)
    void theJumpAsksAndThePageShowsWhatItIsForAndThisWasNotMeEndsIt() throws InterruptedException {
        try (Terminal terminal = Terminal.ofAPerson(config(World.EVA), "demo-host", "echo", "in")) {
            terminal.awaitText("a one-time code besides your key, for demo-host");
            terminal.awaitText("One-time code (or Enter for a link");
            typed(terminal, "\r");
            eva.navigate(link(terminal));
            assertThat(eva.locator("#confirmation")).containsText("Eva Engineer");
            assertThat(eva.locator("#confirmation")).containsText("127.0.0.1");
            assertThat(eva.locator("#confirmation")).containsText("SHA256:");
            assertThat(eva.locator("#confirmation")).containsText("demo-host");
            assertTrue(terminal.screen().contains(eva.locator("#confirm-code").textContent()));
            // A code that the key obtained is no second proof.
            assertThat(eva.locator("[data-action=prove]")).isVisible();
            assertEquals(0, eva.locator("[data-action=confirm]").count());
            eva.locator("[data-action=deny]").click();
            assertThat(eva.locator("#confirmed")).hasAttribute("data-how", "denied");
            terminal.awaitText("this was not you");
            assertEquals(255, terminal.awaitExit());
            assertFalse(terminal.screen().contains("\nin"), terminal.screen());
        }
        assertEquals(List.of(), chromium.violations());
    }

    /** The browser was signed in by a code from ssh: it proves more first, and comes back. */
    @Test
    @Order(4)
    void sshGoesOnByItselfOnceThePageIsConfirmed() throws InterruptedException {
        try (Terminal terminal = Terminal.ofAPerson(config(World.EVA), "gw", "whoami")) {
            terminal.awaitText("One-time code (or Enter for a link");
            typed(terminal, "link\r");
            eva.navigate(link(terminal));
            eva.locator("[data-action=prove]").click();
            eva.locator("#code").fill(phone.next());
            eva.locator("[data-action=raise-code]").click();
            assertTrue(terminal.alive());
            eva.locator("[data-action=confirm]").click();
            assertThat(eva.locator("#confirmed")).hasAttribute("data-how", "confirmed");
            terminal.awaitText("Eva Engineer (eva)");
            assertEquals(0, terminal.awaitExit());
        }
        assertEquals(List.of(), chromium.violations());
    }

    @Test
    @Order(5)
    void whatWasShownIsRememberedForTheSameKeyAndTargetAndNoPromptComesAgain() {
        assertEquals("in\n", World.must(
                world.as(World.EVA).ssh("-o", "BatchMode=yes", "demo-host", "echo in")).out());
    }

    /** The jump asks on the person's terminal, and the inner hop goes on by itself. */
    @Test
    @Order(6)
    void aCodeTypedAtThePromptOfTheJumpLetsIn() throws Exception {
        try (Terminal other = Terminal.ofAPerson(config(World.EVA), "-t", "gw", "confirm", "demo-host")) {
            other.awaitText("Nothing more is wanted");
        }
        restarted();
        try (Terminal terminal = Terminal.ofAPerson(config(World.EVA), "demo-host", "echo", "in-$((40+2))")) {
            terminal.awaitText("One-time code (or Enter for a link");
            typed(terminal, "000000\r");
            terminal.awaitText("That code is not good.");
            typed(terminal, phone.next() + "\r");
            terminal.awaitText("in-42");
            assertEquals(0, terminal.awaitExit());
        }
    }

    /** A restart forgets what was shown. */
    private void restarted() throws IOException {
        DemoPorts ports = world.demo().ports();
        world.demo().program("broker").end(Duration.ofSeconds(10));
        Files.deleteIfExists(world.demo().folder().listening());
        world.demo().startBroker(ports, text -> text);
        Await.until("the agent is back", Duration.ofSeconds(90), () -> world.as(World.EMIL)
                .ssh("gw", "targets", "--json").out().contains("\"online\":true"));
    }

    @Test
    @Order(7)
    void nobodyElseSeesWhatWaits() throws IOException {
        try (Terminal terminal = Terminal.ofAPerson(config(World.ERIK), "gw", "whoami")) {
            terminal.awaitText("Press Enter for a link");
            typed(terminal, "link\r");
            ada = signedIn(World.ADA);
            ada.navigate(link(terminal));
            assertThat(ada.locator("#confirm-error")).containsText("nothing of yours");
            assertFalse(ada.content().contains("Erik"), "shown to somebody else");
            terminal.type("\u0003");
        }
    }

    /** OpenSSH's own security key in software, as its tests use it. */
    @Test
    @Order(8)
    void aSecurityKeyThatSignsTouchAndPinIsAskedNothingMore() throws Exception {
        Path folder = world.demo().folder().person(World.ERIK.folder());
        Path key = folder.resolve("id_sk");
        StockSsh.Result made = run(List.of("ssh-keygen", "-q", "-t", "ed25519-sk", "-O", "verify-required",
                "-w", DUMMY.toString(), "-N", "", "-f", key.toString()));
        assertEquals(0, made.exit(), made.said());
        Path directory = world.demo().folder().directory();
        String before = Files.readString(directory);
        String old = Files.readString(Path.of(world.demo().folder().key(World.ERIK.folder()) + ".pub"))
                .strip();
        String point = old.split(" ", 3)[1];
        assertTrue(before.contains(point), before);
        String line = Files.readString(Path.of(key + ".pub")).strip().replaceFirst(" [^ ]*$", "");
        Files.writeString(directory,
                before.replaceFirst("keys: \\[\"(ssh-ed25519 " + Pattern.quote(point) + "[^\"]*)\"\\]",
                        "keys: [\"$1\", \"" + Matcher.quoteReplacement(line) + "\"]"));
        assertFalse(Files.readString(directory).equals(before), "the key is in nobody's list");
        StockSsh.Result reloaded = broker("reload");
        assertEquals(0, reloaded.exit(), reloaded.said());
        Path config = folder.resolve("config_sk");
        Files.writeString(config, Files.readString(config(World.ERIK)).replaceFirst("IdentityFile .*",
                "IdentityFile " + Matcher.quoteReplacement(key.toString()) + "\n  SecurityKeyProvider "
                        + Matcher.quoteReplacement(DUMMY.toString())));
        try (Terminal terminal = Terminal.ofAPerson(config, "demo-host", "echo", "in-$((40+2))")) {
            terminal.awaitText("in-42");
            assertEquals(0, terminal.awaitExit());
            assertFalse(terminal.screen().contains("besides your key"), terminal.screen());
        }
    }

    private static StockSsh.Result run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        byte[] out = process.getInputStream().readAllBytes();
        String err = new String(process.getErrorStream().readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        return new StockSsh.Result(process.waitFor(), out, err);
    }

    private static void typed(Terminal terminal, String text) {
        try {
            terminal.type(text);
        } catch (IOException e) {
            throw new AssertionError(terminal.screen(), e);
        }
    }
}
