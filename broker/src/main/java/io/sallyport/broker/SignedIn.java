package io.sallyport.broker;

import io.sallyport.broker.departure.Belongings;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.policies.id.PersonName;
import java.util.List;

/** Browsers that act for somebody who leaves. Safe for many threads. */
record SignedIn(SignIn signIn) implements Belongings {
    @Override
    public List<String> tokens(PersonName person) {
        return List.of();
    }

    @Override
    public long consoleSessions(PersonName person) {
        return signIn.count(person);
    }

    @Override
    public void end(PersonName person) {
        int _ = signIn.endAll(person);
    }
}
