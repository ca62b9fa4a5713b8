package io.sallyport.broker.account;

import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.time.Duration;

/** What came of showing factors at the door. */
public sealed interface SignInOutcome {
    /** This is the person, so strongly proved. */
    record Proven(PersonName person, Mfa level, ShownFactor by) implements SignInOutcome {}

    /** Something is wrong. Nobody is told what: an unknown name, a wrong password and a wrong code look the same. */
    record Refused() implements SignInOutcome {}

    /** Not looked at: too many wrong tries came before. */
    record Wait(Duration delay) implements SignInOutcome {}

    /** Not looked at: too many people at once, or the accounts can't be read. */
    record NotNow() implements SignInOutcome {}
}
