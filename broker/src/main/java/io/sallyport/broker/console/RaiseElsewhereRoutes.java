package io.sallyport.broker.console;

import io.sallyport.policies.policy.Mfa;
import java.util.List;

/** The page to prove more on, where the accounts are not the broker's own: it is elsewhere, or there is none, and then it says so. */
final class RaiseElsewhereRoutes {
    private static final int PATH = 200;
    private final Confirmations confirmations;

    RaiseElsewhereRoutes(Confirmations confirmations) {
        this.confirmations = confirmations;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/account/raise", Access.SIGNED_IN, this::page));
    }

    private Reply page(Call call) {
        String next = RaiseRoutes.next(call.query("next", PATH).or(() -> java.util.Optional.of("/inbox")));
        return confirmations.raise(Mfa.OTP, next).or(() -> confirmations.raise(Mfa.PHISHING_RESISTANT, next))
                .map(Reply::see).orElseGet(() -> Reply.refused(Problem.of(409, "nowhere-to-prove",
                        "You can't prove more here", Confirmations.NOWHERE)));
    }
}
