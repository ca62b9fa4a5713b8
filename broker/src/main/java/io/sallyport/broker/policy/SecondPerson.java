package io.sallyport.broker.policy;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import java.util.Optional;

/** Who may see and decide a policy that waits. Safe for many threads. */
public final class SecondPerson {
    private final People people;

    SecondPerson(People people) {
        this.people = people;
    }

    /** Why this person may not decide what waits under this hash; empty when they may. */
    Optional<PolicyOutcome> obstacle(Person by, String hash, Optional<Proposal> waits) {
        if (people.byName(by.name()).filter(SecondPerson::mayDecide).isEmpty()) {
            return refused(PolicyOutcome.Reason.NOT_SECOND_PERSON,
                    "A policy is decided by an approver or administrator of the company.");
        }
        if (hash.length() < PolicyDesk.HASH) {
            return refused(PolicyOutcome.Reason.SHORT_HASH,
                    "Name at least " + PolicyDesk.HASH + " digits of the hash you looked at.");
        }
        Optional<Proposal> meant = waits.filter(waiting -> waiting.hash().startsWith(hash));
        if (meant.isEmpty()) {
            return refused(PolicyOutcome.Reason.NO_SUCH_PROPOSAL,
                    "No such policy waits. Look again: ssh gw policy");
        }
        // Otherwise whoever keeps the directory makes a second person to order.
        return people.heldBefore(by.name(), meant.get().place()).filter(SecondPerson::mayDecide).isPresent()
                ? Optional.empty()
                : refused(PolicyOutcome.Reason.NOT_SECOND_PERSON,
                        "The role that lets you decide this was given to you after the policy was proposed,"
                                + " so it does not count here. Let somebody decide who held it before, or"
                                + " have it withdrawn and proposed again.");
    }

    private static Optional<PolicyOutcome> refused(PolicyOutcome.Reason reason, String text) {
        return Optional.of(new PolicyOutcome.Refused(reason, text));
    }

    /** This person may say yes or no to what waits, unless they became that only afterwards. */
    public static boolean mayDecide(Person person) {
        return person.enabled() && person.internal()
                && (person.is(Role.APPROVER) || person.is(Role.ADMINISTRATOR));
    }

    /** This person may see what is in force, what waits, and what that would do to whom. */
    public static boolean maySee(Person person) {
        return mayDecide(person) || (person.enabled() && person.is(Role.AUDITOR));
    }
}
