package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.keys.KeyForm;
import io.sallyport.broker.keys.KeyOutcome;
import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.util.List;
import java.util.Optional;

/** Where nobody has a key. */
final class NoKeys implements KeyBook {
    private static final KeyOutcome NO = new KeyOutcome.Refused(KeyOutcome.Reason.NOT_ALLOWED, "not here");

    @Override
    public List<RegisteredKey> own(Person person) {
        return List.of();
    }

    @Override
    public List<KeyProposal> waiting(Person viewer) {
        return List.of();
    }

    @Override
    public KeyOutcome add(Person by, KeyForm form) {
        return NO;
    }

    @Override
    public KeyOutcome end(Person by, KeyFingerprint key, boolean sure) {
        return NO;
    }

    @Override
    public Optional<List<RegisteredKey>> of(Person viewer, PersonName whose) {
        return Optional.empty();
    }

    @Override
    public KeyOutcome endOf(Person by, PersonName whose, KeyFingerprint key, Mfa shown, boolean sure) {
        return NO;
    }

    @Override
    public KeyOutcome decide(Person by, String id, boolean yes) {
        return NO;
    }
}
