package io.sallyport.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sallyport.certsdev.Scenario.Someone;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The console in a real browser: sign in through SSH, an inbox that fills without reload, a player that shows the screen. */
@SharedWorld
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final Pattern LINK = Pattern.compile("https://\\S+/sign-in#\\S+");

    private final World world;
    private final Chromium chromium = new Chromium();

    ConsoleIT(World world) {
        this.world = world;
    }

    @BeforeAll
    void granted() {
        world.grant(World.EMIL, "2h");
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    void aRequestAppearsWithoutReloadAndIsApprovedByAClick() {
        Page page = signedIn(World.ADA);
        page.navigate(world.demo().consoleUrl() + "/");
        assertThat(page.locator("h1").first()).isVisible();
        String id = World.requestId(world.ask(World.EVA, "25m"));
        var row = page.locator("[data-request='" + id + "']");
        assertThat(row).isVisible();
        assertThat(row).containsText("Eva Engineer");
        row.locator("[data-action=approve]").click();
        assertThat(row.locator(".badge")).containsText(
                Pattern.compile("approved|granted", Pattern.CASE_INSENSITIVE));
        assertEquals("in\n", World.must(world.as(World.EVA).ssh("demo-host", "echo in")).out());
        assertEquals(List.of(), chromium.violations());
    }

    @Test
    void thePlayerShowsWhatWasOnTheScreen() {
        World.must(world.as(World.EMIL).ssh("-tt", "demo-host", "echo BROWSER-MARK-$((40+2)); sleep 0.2"));
        String session = sessionShowing("BROWSER-MARK-42");
        Page page = signedIn(World.OTTO);
        page.navigate(world.demo().consoleUrl() + "/sessions/" + session);
        assertThat(page.locator("#verdict")).containsText(Pattern.compile("whole", Pattern.CASE_INSENSITIVE));
        page.locator("#player").click();
        assertThat(page.locator("#player")).containsText("BROWSER-MARK-42");
        assertEquals(List.of(), chromium.violations());
    }

    @Test
    void thePolicyInForceIsShown() {
        Page page = signedIn(World.ADA);
        page.navigate(world.demo().consoleUrl() + "/policy");
        assertThat(page.locator("#in-force")).hasText(Pattern.compile("[0-9a-f]{64}"));
        assertThat(page.locator("#policy-history tr").first()).isVisible();
        assertEquals(List.of(), chromium.violations());
    }

    @Test
    void aCodeSignsInOnce() {
        String link = link(World.ADA);
        Page page = chromium.page();
        redeem(page, link);
        assertTrue(page.url().startsWith(world.demo().consoleUrl()), page.url());
        Page again = chromium.page();
        redeem(again, link);
        assertThat(again.locator("body")).containsText(
                Pattern.compile("not good|used|expired", Pattern.CASE_INSENSITIVE));
    }

    private String sessionShowing(String mark) {
        String[] found = {""};
        Await.until("the recording has arrived", Duration.ofSeconds(40), () -> {
            for (var session : world.sessions()) {
                String id = session.string("session");
                if (world.as(World.OTTO).ssh("gw", "transcript", id).out().contains(mark)) {
                    found[0] = id;
                    return session.string("recording").equals("complete");
                }
            }
            return false;
        });
        return found[0];
    }

    private Page signedIn(Someone someone) {
        Page page = chromium.page();
        redeem(page, link(someone));
        return page;
    }

    private static void redeem(Page page, String link) {
        page.navigate(link);
        page.locator("[data-action=sign-in]").click();
        page.waitForLoadState();
    }

    private String link(Someone someone) {
        Matcher matcher = LINK.matcher(World.must(world.as(someone).ssh("gw", "console")).out());
        assertTrue(matcher.find(), "no link");
        return matcher.group();
    }
}
