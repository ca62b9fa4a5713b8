package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody is sent elsewhere by us. */
final class ReturnPathsTest {
    private final ReturnPaths returns = new ReturnPaths(
            List.of(page("/"), page("/inbox"), page("/requests/:id"),
                    page("/sign-in"), page("/sign-in/oidc"), page("/static/*"), page("/api/v1/me"),
                    Endpoint.post("/sign-out", Access.OPEN, _ -> new Reply.Nothing())));

    private static Endpoint page(String path) {
        return Endpoint.get(path, Access.OPEN, _ -> new Reply.Nothing());
    }

    @Test
    void pagesOfThisConsoleAreAdmitted() {
        for (String good : List.of("/", "/inbox", "/inbox?page=2&x=a-b", "/requests/r-abc234", "/?a=1")) {
            assertTrue(returns.admits(good), good);
        }
    }

    @Test
    void nothingElseIs() {
        for (String bad : List.of("", "inbox", "//evil.example", "//evil.example/inbox", "/\\evil.example",
                "https://evil.example", "https:evil.example", "javascript:alert(1)", "/inbox#x", "/inbox/",
                "/inbox//", "/requests/..", "/requests/../inbox", "/requests/.", "/requests/%2e%2e",
                "/requests/a/b", "/requests//evil.example", "/inbox\r\nSet-Cookie: a=b", "/inbox ", " /inbox",
                "/inbox;x", "/inbox\"onload=x", "/inbox?x=//evil.example", "/inbox?u=https:", "/sign-in",
                "/sign-in/oidc", "/api/v1/me", "/static/x", "/sign-out", "/nothing", "/inbox\u0000",
                "/requests/" + "x".repeat(300))) {
            assertFalse(returns.admits(bad), bad);
        }
    }
}
