package io.sallyport.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the invitation to the first session and to the roster's lapse, with stock {@code ssh} and a real browser. */
@SharedWorld
class InvitationIT {
    private static final double PATIENCE_MS = 60_000;
    private static final String ACME = "name: acme, kind: provider";

    private final World world;

    InvitationIT(World world) {
        this.world = world;
    }

    @Test
    void whoIsInvitedJoinsInABrowserWorksByStockSshAndIsOutWhenTheRosterLeavesThemOut(@TempDir Path folder)
            throws IOException {
        sponsoredByAda();
        StockSsh ada = world.as(World.ADA);
        String id = World.json(World.must(ada.ssh("gw", "invite", "add", "nina@acme.example", "--name",
                "'Nina New'", "--group", "acme/staging", "--json"))).object("invited").string("invitation");
        String link = World.json(World.must(ada.ssh("gw", "invite", "link", id, "--json"))).string("url");
        World.must(Recordings.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                folder.resolve("id").toString())));
        StockSsh nina = new StockSsh(configOf(folder), Duration.ofSeconds(90));
        assertNotEquals(0, nina.ssh("gw", "whoami").exit(), "nobody yet");

        join(link, Files.readString(folder.resolve("id.pub")));

        assertTrue(World.must(nina.ssh("gw", "whoami")).out().contains("Nina New (nina) of acme"));
        World.must(nina.ssh("gw", "request", "demo-host", "--as", world.login(), "--for", "1h", "--reason",
                "tests"));
        assertEquals("in\n", World.must(nina.ssh("demo-host", "echo in")).out());
        assertTrue(World.must(ada.ssh("gw", "roster", "--provider", "acme")).out().contains("nina"));

        Process live = nina.start("ssh", "demo-host", "sleep 300");
        Await.until("the session runs", Duration.ofSeconds(30), () -> world.sessions().stream().anyMatch(
                session -> session.string("person").equals("nina")
                        && session.string("state").equals("live")));
        // Nina is the only one left out: whoever else of the provider is here is named.
        List<String> staying = java.util.stream.Stream.concat(World.CREW.stream(),
                java.util.stream.Stream.of(World.EMIL, World.EVA, World.ERIK)).map(one -> one.name())
                .toList();
        StockSsh.Result confirmed = ada.ssh(confirm(staying).toArray(String[]::new));
        assertEquals(0, confirmed.exit(), confirmed.said());
        assertTrue(confirmed.out().contains("nina"), confirmed.said());
        Await.until("the session has ended", Duration.ofSeconds(30), () -> !live.isAlive());
        assertNotEquals(0, nina.ssh("gw", "whoami").exit(), "a held person's key lets nobody in");
    }

    private static List<String> confirm(List<String> staying) {
        List<String> words = new java.util.ArrayList<>(
                List.of("gw", "roster", "confirm", "--provider", "acme"));
        words.addAll(staying);
        return words;
    }

    private void join(String link, String key) {
        try (Playwright playwright = Playwright.create();
                Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                                "--no-first-run", "--disable-background-networking",
                                "--disable-component-update", "--disable-sync"))
                        .setTimeout(180_000))) {
            Page page = browser.newPage(new Browser.NewPageOptions().setIgnoreHTTPSErrors(true));
            page.setDefaultTimeout(PATIENCE_MS);
            page.navigate(link);
            page.locator("[data-action=sign-in]").click();
            var patience = new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
            assertThat(page.locator("#notice")).containsText("recorded", patience);
            assertEquals("nina", page.locator("#name").inputValue(), "a guess from the address");
            page.locator("#key").fill(key);
            page.locator("#terms").check();
            page.locator("[data-action=join]").click();
            assertThat(page.locator("[data-joined=nina]")).containsText("Welcome, Nina New", patience);
            page.navigate(link.replace("/join#", "/join?again#"));
            page.locator("[data-action=sign-in]").click();
            assertThat(page.locator("#join-error")).containsText("not good", patience);
        }
    }

    private Path configOf(Path folder) throws IOException {
        Path emil = world.demo().folder().sshConfig(World.EMIL.folder());
        String text = Files.readString(emil).replaceAll("(?m)^(\\s*IdentityFile\\s+).*$",
                "$1" + folder.resolve("id"));
        Path config = folder.resolve("ssh_config");
        Files.writeString(config, text);
        return config;
    }

    private void sponsoredByAda() throws IOException {
        Path directory = world.demo().folder().directory();
        Files.writeString(directory, Files.readString(directory).replaceFirst(ACME,
                ACME + ", sponsor: ada, mail_domains: [acme.example], groups: [acme/staging]"));
        StockSsh.Result reloaded = Recordings
                .run(Program.broker(World.home()).commandLine("reload", "--config",
                        world.demo().folder().brokerConfig().toString()));
        assertEquals(0, reloaded.exit(), reloaded.said());
    }
}
