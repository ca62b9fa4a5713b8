package io.sallyport.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Accounts without an identity provider, in a real browser: enrolled by a key, then used without it. */
@Order(5)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedAccountIT {
    private static final String PASSWORD = "nine green bottles on a wall";
    private static final Pattern LINK = Pattern.compile("https://\\S+#\\S+");

    private final World world = World.start();
    private final String console;
    private final Chromium chromium = new Chromium();

    EmbeddedAccountIT() throws IOException {
        Path directory = world.demo().folder().directory();
        Files.writeString(directory, Files.readString(directory).replace("engagements:",
                "  - { name: rita, full_name: Rita Root, organisation: example, roles: [administrator] }\n"
                        + "engagements:"));
        DemoPorts ports = world.demo().ports();
        world.demo().program("broker").end(Duration.ofSeconds(10));
        Files.deleteIfExists(world.demo().folder().listening());
        // Browsers make passkeys for names, and for no address.
        world.demo().startBroker(ports, text -> text.replace("url: \"https://127.0.0.1:",
                "url: \"https://localhost:"));
        this.console = "https://localhost:" + ports.console();
    }

    @AfterAll
    void close() {
        chromium.close();
        world.close();
    }

    private StockSsh.Result broker(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = world.demo().folder().brokerConfig().toString();
        return Recordings.run(Program.broker(World.home()).commandLine(all));
    }

    private static String link(StockSsh.Result said) {
        Matcher matcher = LINK.matcher(World.must(said).out());
        assertTrue(matcher.find(), said.said());
        return matcher.group();
    }

    /** The session's id, as the browser keeps it. */
    private static String cookie(Page page) {
        return page.context().cookies().stream().filter(cookie -> cookie.name.equals("__Host-sallyport"))
                .map(cookie -> cookie.value).findFirst().orElse("");
    }

    private Page entered(String link) {
        Page page = chromium.page();
        page.navigate(link);
        page.locator("[data-action=sign-in]").click();
        assertThat(page.locator("h1")).hasText("Your account");
        return page;
    }

    private Page entered(Someone someone) {
        World.must(broker("account-open", someone.name()));
        return entered(link(world.as(someone).ssh("gw", "account")));
    }

    private PhoneApp withApp(Page page) {
        page.locator("[data-action=totp]").click();
        PhoneApp app = new PhoneApp(page.locator("#totp-secret").textContent());
        page.locator("#code").fill(app.next());
        page.locator("[data-action=totp-confirm]").click();
        assertThat(page.locator("#totp-state")).containsText("since");
        return app;
    }

    private Page signingIn(String name, String password, String code) {
        Page page = chromium.page();
        page.navigate(console + "/sign-in");
        page.locator("[data-action=other-ways]").click();
        page.locator("#name").fill(name);
        page.locator("#password").fill(password);
        page.locator("#code").fill(code);
        page.locator("[data-action=sign-in]").click();
        page.waitForLoadState();
        return page;
    }

    private static void refused(Page page) {
        assertThat(page.locator("#sign-in-error")).isVisible();
        assertEquals("", cookie(page));
    }

    @Test
    void passwordAndAppAreEnrolledByAKeyAndThenSignInWithoutIt() {
        Page page = entered(World.EVA);
        page.locator("#password").fill(PASSWORD);
        page.locator("[data-action=password]").click();
        assertThat(page.locator("#password-state")).hasText("set");
        String before = cookie(page);
        PhoneApp app = withApp(page);
        assertNotEquals(before, cookie(page), "a stronger proof gets a new session id");
        page.locator("[data-action=recovery]").click();
        List<String> codes = page.locator("#recovery-codes li").allTextContents();
        assertEquals(10, codes.size());

        String code = app.next();
        refused(signingIn("eva", PASSWORD, "000000"));
        refused(signingIn("eva", "another password", code));
        Page in = signingIn("eva", PASSWORD, code);
        assertThat(in.locator(".who-name")).hasText("Eva Engineer");
        refused(signingIn("eva", PASSWORD, code));
        assertThat(signingIn("eva", PASSWORD, codes.getFirst()).locator(".who-name")).hasText("Eva Engineer");
        refused(signingIn("eva", PASSWORD, codes.getFirst()));

        // Whoever has the key alone sees the account, and changes nothing of it.
        Page thief = entered(link(world.as(World.EVA).ssh("gw", "account")));
        assertThat(thief.locator("#barrier")).containsText("one-time code");
        assertThat(thief.locator("[data-action=totp]")).hasCount(0);
        StockSsh.Result open = broker("account-open", "eva");
        assertTrue(open.exit() == 1 && open.said().contains("--reset"), open.said());
        assertEquals(List.of(), chromium.violations());
    }

    @Test
    void aPasskeyIsRegisteredAndSignsInAlone() {
        Page page = entered(World.EMIL);
        CDPSession devtools = page.context().newCDPSession(page);
        String authenticator = VirtualAuthenticator.into(devtools);
        page.locator("#label").fill("phone");
        page.locator("[data-action=passkey-add]").click();
        assertThat(page.locator("[data-passkey-id]")).containsText("phone");
        assertThat(page.locator("#barrier")).containsText("passkey");

        // Still only a key was proven; the passkey makes more of it.
        String before = cookie(page);
        page.locator("[data-action=raise]").click();
        page.locator("[data-action=raise-passkey]").click();
        assertThat(page.locator("[data-action=totp]")).isVisible();
        assertThat(page.locator("#barrier")).hasCount(0);
        assertNotEquals(before, cookie(page), "a stronger proof gets a new session id");

        page.locator("[data-action=sign-out]").click();
        page.locator("[data-action=other-ways]").click();
        page.locator("[data-action=passkey]").click();
        assertThat(page.locator(".who-name")).hasText("Emil Engineer");
        page.locator("[data-action=sign-out]").click();

        // Somebody who took the device but can't unlock it.
        JsonObject locked = new JsonObject();
        locked.addProperty("authenticatorId", authenticator);
        locked.addProperty("isUserVerified", false);
        devtools.send("WebAuthn.setUserVerified", locked);
        page.locator("[data-action=other-ways]").click();
        page.locator("[data-action=passkey]").click();
        assertThat(page.locator("form[data-passkey] [role=alert]")).isVisible();
        assertEquals("", cookie(page));
        assertEquals(List.of(), chromium.violations());
    }

    @Test
    void theFirstAdministratorComesInByALinkOfTheMachineAndNobodyAfter() {
        String link = link(broker("first-admin", "rita"));
        Page page = entered(link);
        Page again = chromium.page();
        again.navigate(link);
        again.locator("[data-action=sign-in]").click();
        assertThat(again.locator("#enter-error")).isVisible();
        withApp(page);
        StockSsh.Result late = broker("first-admin", "rita");
        assertTrue(late.exit() == 1 && late.said().contains("second factor already"), late.said());
        StockSsh.Result engineer = broker("first-admin", "eva");
        assertEquals(1, engineer.exit(), engineer.said());
        assertEquals(List.of(), chromium.violations());
    }
}
