package io.sallyport.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the invitation to the first session and to the roster's lapse, with stock {@code ssh} and a real browser. */
@SharedWorld
class InvitationIT {
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

    /** A manager's day in the console, and that another provider's manager learns nothing of it (WEB-6). */
    @Test
    void aManagerInvitesConfirmsAndWritesANoteInTheConsoleAndAnotherProvidersManagerLearnsNothing(
            @TempDir Path folder) throws IOException {
        StockSsh mona = added(folder, "mona", "acme", "manager");
        StockSsh gary = added(folder, "gary", "globex", "manager");
        added(folder, "norm", "acme", "engineer");
        sponsoredByAda();
        World.must(world.as(World.EMIL).ssh("gw", "request", "demo-host", "--as", world.login(), "--for",
                "1h", "--reason", "tests"));
        World.must(world.as(World.EMIL).ssh("demo-host", "echo in"));
        String session = world.sessions().stream()
                .filter(each -> each.string("person").equals("emil")).findFirst().orElseThrow()
                .string("session");
        try (Chromium chromium = new Chromium()) {
            Page inbox = signedIn(chromium, world.as(World.ADA), "/inbox");
            Page page = signedIn(chromium, mona, "/providers/acme");
            page.locator("#mail").fill("nora@acme.example");
            page.locator("#full_name").fill("Nora New");
            page.locator("[data-action=invite]").click();
            assertThat(page.locator("tr[data-invitation]:has-text('Nora New')"))
                    .containsText("waits for the company");

            // Nobody reloads Ada's page: the line comes by itself.
            Locator line = inbox.locator("[data-line=invitation]:has-text('nora@acme.example')");
            assertThat(line).isVisible();
            line.locator("a").click();
            inbox.locator("tr[data-invitation]:has-text('Nora New') [data-action=agree]").click();
            assertThat(inbox.locator("tr[data-invitation]:has-text('Nora New') .badge")).containsText("open");

            page.reload();
            page.locator("tr[data-invitation]:has-text('Nora New') [data-action=link]").click();
            assertThat(page.locator("#invitation-link"))
                    .containsText(world.demo().consoleUrl() + "/join#");

            page.navigate(world.demo().consoleUrl() + "/providers/acme");
            page.locator("input[name=stays][value=norm]").uncheck();
            page.locator("[data-action=confirm-roster]").click();
            assertThat(page.locator("[data-left]")).containsText(new String[]{"norm"});
            page.locator("[data-action=confirm-sure]").click();
            assertThat(page.locator("[data-member=norm] .badge")).containsText("roster");
            assertThat(page.locator("[data-member=emil] .badge")).containsText("enabled");

            page.navigate(world.demo().consoleUrl() + "/sessions/" + session);
            page.locator("#note-text").fill("looked at it\nwith Emil <b>");
            page.locator("[data-action=note]").click();
            assertThat(page.locator("[data-note]")).containsText("with Emil <b>");
            assertTrue(World.must(world.as(World.OTTO).ssh("gw", "show", session)).out()
                    .contains("looked at it"));

            Page other = signedIn(chromium, gary, "/providers");
            assertThat(other.locator("[data-provider]")).hasCount(1);
            for (String path : List.of("/providers/acme", "/sessions/" + session)) {
                assertEquals(404, other.navigate(world.demo().consoleUrl() + path).status(), path);
                assertThat(other.locator("#problem")).containsText("There is nothing here for you");
                assertFalse(other.content().contains("Emil"), path);
            }
            assertEquals(gary.ssh("gw", "note", "s-aaaaaaaa", "x").said(),
                    gary.ssh("gw", "note", session, "x").said());
            assertEquals(List.of(), chromium.violations());
        }
    }

    private StockSsh added(Path folder, String name, String provider, String role) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        World.must(Recordings.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                own.resolve("id").toString())));
        Path directory = world.demo().folder().directory();
        Files.writeString(directory,
                Files.readString(directory).replaceFirst("people:\n",
                        "people:\n  - { name: %s, full_name: %s, organisation: %s, roles: [%s], keys: [\"%s\"] }\n"
                                .formatted(name, name, provider, role,
                                        Files.readString(own.resolve("id.pub")).strip())));
        return new StockSsh(configOf(own), Duration.ofSeconds(90));
    }

    private Page signedIn(Chromium chromium, StockSsh who, String path) {
        Matcher link = Pattern.compile("https://\\S+/sign-in#\\S+")
                .matcher(World.must(who.ssh("gw", "console")).out());
        assertTrue(link.find(), "no link");
        Page page = chromium.page();
        page.navigate(link.group());
        page.locator("[data-action=sign-in]").click();
        page.waitForLoadState();
        page.navigate(world.demo().consoleUrl() + path);
        return page;
    }

    private static List<String> confirm(List<String> staying) {
        List<String> words = new java.util.ArrayList<>(
                List.of("gw", "roster", "confirm", "--provider", "acme"));
        words.addAll(staying);
        return words;
    }

    private void join(String link, String key) {
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.page();
            page.navigate(link);
            page.locator("[data-action=sign-in]").click();
            assertThat(page.locator("#notice")).containsText("recorded");
            assertEquals("nina", page.locator("#name").inputValue(), "a guess from the address");
            page.locator("#key").fill(key);
            page.locator("#terms").check();
            page.locator("[data-action=join]").click();
            assertThat(page.locator("[data-joined=nina]")).containsText("Welcome, Nina New");
            page.navigate(link.replace("/join#", "/join?again#"));
            page.locator("[data-action=sign-in]").click();
            assertThat(page.locator("#join-error")).containsText("not good");
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
        // Once, whichever test comes first.
        Files.writeString(directory, Files.readString(directory).replaceFirst(ACME + "(?!, sponsor)",
                ACME + ", sponsor: ada, mail_domains: [acme.example], groups: [acme/staging], roster: 90d"));
        StockSsh.Result reloaded = Recordings
                .run(Program.broker(World.home()).commandLine("reload", "--config",
                        world.demo().folder().brokerConfig().toString()));
        assertEquals(0, reloaded.exit(), reloaded.said());
    }
}
