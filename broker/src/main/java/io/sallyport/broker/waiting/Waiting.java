package io.sallyport.broker.waiting;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.keys.Dormancy;
import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.service.Sighting;
import io.sallyport.policies.id.OrganisationName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Something that waits for somebody, other than a request. The text holds words of strangers: whoever shows it sanitizes it. */
public sealed interface Waiting {
    /** Of the code of each kind; never renamed, because scripts read them. */
    String kind();

    /** One line for people, without what to do. */
    String text();

    /** What to type about it; empty: there is nothing to type. */
    Optional<String> command();

    /** Somebody's key proves nobody until somebody else says yes. */
    record KeyWaits(KeyProposal proposal) implements Waiting {
        @Override
        public String kind() {
            return "key";
        }

        @Override
        public String text() {
            return "a key of " + proposal.person() + " waits for a yes (" + proposal.fingerprint() + ")";
        }

        @Override
        public Optional<String> command() {
            return Optional.of("ssh gw keys approve " + proposal.id());
        }
    }

    /** Somebody was not seen for long; nothing but their coming helps. */
    record HeldSoon(Dormancy.Drowsy who) implements Waiting {
        @Override
        public String kind() {
            return "dormant";
        }

        @Override
        public String text() {
            return "not seen since " + shown(who.seen()) + ": " + who.person() + ", held at "
                    + shown(who.at()) + " unless they come";
        }

        @Override
        public Optional<String> command() {
            return Optional.empty();
        }
    }

    /** A provider's manager wants somebody invited. */
    record InvitationAsked(Invitation invitation) implements Waiting {
        @Override
        public String kind() {
            return "invitation";
        }

        @Override
        public String text() {
            return invitation.inviter() + " of " + invitation.provider() + " asks to invite "
                    + invitation.mail();
        }

        @Override
        public Optional<String> command() {
            return Optional.of("ssh gw invite confirm " + invitation.id());
        }
    }

    /** A provider's people lapse, or have, unless somebody confirms them. {@code overdue}: {@code by} is over. */
    record RosterDue(OrganisationName provider, Instant by, boolean overdue) implements Waiting {
        @Override
        public String kind() {
            return "roster";
        }

        @Override
        public String text() {
            return overdue
                    ? "the people of " + provider + " were not confirmed by " + shown(by) + " and are held"
                    : "the people of " + provider + " have to be confirmed by " + shown(by);
        }

        @Override
        public Optional<String> command() {
            return Optional.of("ssh gw roster --provider " + provider);
        }
    }

    /** A service account that whoever looks answers for ends, or has. */
    record ServiceEnds(Person account, Instant until, boolean over) implements Waiting {
        @Override
        public String kind() {
            return "service-ends";
        }

        @Override
        public String text() {
            return "the service account " + account.name() + (over ? " ended at " : " ends at ")
                    + shown(until);
        }

        @Override
        public Optional<String> command() {
            return Optional.of("ssh gw service show " + account.name());
        }
    }

    /** A service account is held because nobody answers for it. */
    record ServiceUnowned(Person account) implements Waiting {
        @Override
        public String kind() {
            return "service-unowned";
        }

        @Override
        public String text() {
            return "the service account " + account.name() + " is held: nobody answers for it";
        }

        @Override
        public Optional<String> command() {
            return Optional.of("ssh gw service change " + account.name() + " --owner PERSON");
        }
    }

    /** The key of a service account was proven from where the account never comes. */
    record KeyElsewhere(Person account, Sighting sighting) implements Waiting {
        @Override
        public String kind() {
            return "key-elsewhere";
        }

        @Override
        public String text() {
            return "the key of the service account " + account.name() + " was refused from "
                    + sighting.source() + " at " + shown(sighting.at()) + ": it may be stolen";
        }

        @Override
        public Optional<String> command() {
            return Optional.of("ssh gw service show " + account.name());
        }
    }

    private static String shown(Instant at) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC).format(at);
    }
}
