package io.sallyport.broker.stepup;

import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.identity.TotpOutcome;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One-time codes that a test hands out: each is good once, for its person. */
public final class TypedCodes implements StepUpFactors {
    private final Map<PersonName, String> good = new ConcurrentHashMap<>();

    /** Whether there is a page to confirm on. */
    public volatile boolean pages = true;

    /** What happens while a code that is right is on its way back. */
    public volatile Runnable meanwhile = () -> {
    };

    public void give(String person, String code) {
        good.put(new PersonName(person), code);
    }

    @Override
    public boolean browser(Mfa level) {
        return pages;
    }

    @Override
    public boolean hasTotp(PersonName person) {
        return good.containsKey(person);
    }

    @Override
    public TotpOutcome verify(PersonName person, String typed) {
        String wanted = good.get(person);
        if (wanted == null || !wanted.equals(typed.strip())) {
            return new TotpOutcome.Wrong();
        }
        good.put(person, "(used)");
        meanwhile.run();
        return new TotpOutcome.Right();
    }
}
