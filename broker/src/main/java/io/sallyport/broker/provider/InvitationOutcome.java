package io.sallyport.broker.provider;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Provisioned;
import java.time.Instant;

/** What came of inviting, answering an invitation, or accepting it. */
public sealed interface InvitationOutcome {
    /** It stands as this now. */
    record Done(Invitation invitation) implements InvitationOutcome {}

    /** A link was given out. A class and not a record because its secret is one. */
    final class Linked implements InvitationOutcome {
        private final Invitation invitation;
        private final String secret;
        private final Instant until;

        Linked(Invitation invitation, String secret, Instant until) {
            this.invitation = invitation;
            this.secret = secret;
            this.until = until;
        }

        public Invitation invitation() {
            return invitation;
        }

        /** 256 random bits, base64url. Whoever has it may accept, once. */
        public String secret() {
            return secret;
        }

        public Instant until() {
            return until;
        }

        @Override
        public String toString() {
            return "link of " + invitation.id() + " (secret)";
        }
    }

    /** The invited is one of the provider's people now. {@code account}: what came of asking for one. */
    record Joined(Invitation invitation, Person person, Provisioned account) implements InvitationOutcome {}

    /** No. {@code text} is shown as it stands. */
    record Refused(Reason reason, String text) implements InvitationOutcome {}

    /** Stable codes: never renamed, never reused. */
    enum Reason {
        NOT_ALLOWED, BAD_INVITATION, MAIL_DOMAIN, GROUP_NOT_GIVEN, INVITED_ALREADY, TOO_MANY, NO_SUCH_INVITATION, NOT_OPEN, BAD_NAME, NAME_TAKEN, BAD_KEY, TERMS_CHANGED
    }
}
