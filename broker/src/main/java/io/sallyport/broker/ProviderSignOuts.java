package io.sallyport.broker;

import io.sallyport.broker.oidc.SignOuts;
import io.sallyport.broker.session.SignOutDesk;
import io.sallyport.broker.session.SignOutReach;
import io.sallyport.policies.id.PersonName;
import java.util.Optional;

/** A sign-out at the identity provider reaches SSH as far as the configuration says. Blocking; safe for many threads. */
public record ProviderSignOuts(SignOutDesk desk, SignOutReach reach) implements SignOuts {
    @Override
    public int reached(PersonName person, Optional<String> signIn) {
        return desk.reached(person, signIn, reach);
    }

    @Override
    public int signedOut(PersonName person, Optional<String> signIn, Runnable browsers) {
        return desk.signedOut(person, signIn, reach, browsers);
    }
}
