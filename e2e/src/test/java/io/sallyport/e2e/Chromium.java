package io.sallyport.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real browser, for one thread. Other classes work this machine hard meanwhile: it is patient with every page, and what is expected of
 * a page stays the same.
 */
final class Chromium implements AutoCloseable {
    private static final double PATIENCE_MS = 60_000;
    private static final double START_MS = 180_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    private final Playwright playwright = Playwright.create();
    private final Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of("/usr/bin/chromium"))
            .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--no-first-run", "--disable-background-networking", "--disable-component-update",
                    "--disable-sync"))
            .setTimeout(START_MS));
    private final List<String> violations = new CopyOnWriteArrayList<>();

    /** A page of somebody who shares no cookie with anybody before. */
    Page page() {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setIgnoreHTTPSErrors(true).setViewportSize(1200, 800));
        context.setDefaultTimeout(PATIENCE_MS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                violations.add(message.text());
            }
        });
        page.onPageError(violations::add);
        return page;
    }

    /** What any of its pages tried against its policy, and what failed in their scripts. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
