package io.sallyport.e2e;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.List;

/** A device of a browser's page that holds passkeys and unlocks for whoever uses it. */
final class VirtualAuthenticator {
    private VirtualAuthenticator() {}

    /** Plugs one in; returns its id. */
    static String into(CDPSession devtools) {
        devtools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        for (String yes : List.of("hasResidentKey", "hasUserVerification", "isUserVerified",
                "automaticPresenceSimulation")) {
            options.addProperty(yes, true);
        }
        JsonObject wanted = new JsonObject();
        wanted.add("options", options);
        return devtools.send("WebAuthn.addVirtualAuthenticator", wanted).get("authenticatorId").getAsString();
    }

    /** Plugs one into a page that is not asked about it again. */
    static void into(Page page) {
        var _ = into(page.context().newCDPSession(page));
    }
}
