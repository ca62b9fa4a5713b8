package io.sallyport.broker;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.departure.Belongings;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.token.TokenDesk;
import io.sallyport.policies.id.PersonName;
import java.util.List;

/** Browsers and tokens that act for somebody who leaves. Safe for many threads. */
record SignedIn(SignIn signIn, TokenDesk desk) implements Belongings {
    @Override
    public List<String> tokens(PersonName person) {
        return desk.live(person).stream().map(token -> token.id().value()).toList();
    }

    @Override
    public long consoleSessions(PersonName person) {
        return signIn.count(person);
    }

    @Override
    public void end(PersonName person) {
        int _ = signIn.endAll(person);
        int _ = desk.revokeAll(person, Actor.SYSTEM, "departed");
    }
}
