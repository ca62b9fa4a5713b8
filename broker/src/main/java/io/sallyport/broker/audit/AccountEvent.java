package io.sallyport.broker.audit;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.Optional;

/** What happens to the accounts of the embedded directory. Never holds a secret, nor anything one can be guessed from. */
public sealed interface AccountEvent extends Event {
    record AccountMade(Instant at, Actor actor, PersonName person) implements AccountEvent {}

    /** {@code until}: whoever proves to be the person by a key or a link alone may enrol the first second factor. */
    record AccountOpened(Instant at, Actor actor, PersonName person,
            Instant until) implements AccountEvent {}

    /** Every factor is gone, and every sign-in has ended. */
    record AccountReset(Instant at, Actor actor, PersonName person) implements AccountEvent {}

    record AccountDisabled(Instant at, Actor actor, PersonName person) implements AccountEvent {}

    record AccountEnabled(Instant at, Actor actor, PersonName person) implements AccountEvent {}

    /**
     * One more factor signs the person in.
     *
     * @param factor {@code password}, {@code otp} or {@code passkey}
     * @param id which passkey
     * @param label what its owner calls it
     */
    record FactorAdded(Instant at, Actor actor, PersonName person, String factor, Optional<String> id,
            Optional<String> label) implements AccountEvent {}

    /** Parameters as above. */
    record FactorRemoved(Instant at, Actor actor, PersonName person, String factor, Optional<String> id,
            Optional<String> label) implements AccountEvent {}

    record PasswordChanged(Instant at, Actor actor, PersonName person) implements AccountEvent {}

    /** {@code count} new recovery codes; those there were are void. */
    record RecoveryCodesMade(Instant at, Actor actor, PersonName person,
            long count) implements AccountEvent {}

    /** A recovery code stood in for the second factor. {@code left}: how many there still are. */
    record RecoveryCodeUsed(Instant at, Actor actor, PersonName person, long left) implements AccountEvent {}

    /**
     * So many wrong tries came that each further one has to wait for the longest time.
     *
     * @param factor what was tried: {@code password} or {@code otp}
     */
    record SignInBraked(Instant at, Actor actor, PersonName person, String factor) implements AccountEvent {}
}
