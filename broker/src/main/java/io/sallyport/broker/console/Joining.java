package io.sallyport.broker.console;

import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.InvitationOutcome;
import io.sallyport.broker.provider.JoinDesk;
import io.sallyport.broker.provider.JoinForm;
import io.sallyport.broker.provider.Terms;
import java.util.Optional;

/** What the console needs to let the invited in. Every call blocks. */
public interface Joining {
    /** Nobody is invited: no link is good. */
    Joining NONE = new Joining() {
        @Override
        public Terms terms() {
            return new Terms("", "");
        }

        @Override
        public Optional<Invitation> look(String secret) {
            return Optional.empty();
        }

        @Override
        public InvitationOutcome accept(String secret, JoinForm form) {
            return new InvitationOutcome.Refused(InvitationOutcome.Reason.NO_SUCH_INVITATION,
                    "Nobody is invited here.");
        }
    };

    /** What they agree to now. */
    Terms terms();

    /** The invitation whose link has this secret, if it may be accepted now. */
    Optional<Invitation> look(String secret);

    InvitationOutcome accept(String secret, JoinForm form);

    /** By the broker's own desk. */
    static Joining of(JoinDesk desk) {
        return new Joining() {
            @Override
            public Terms terms() {
                return desk.terms();
            }

            @Override
            public Optional<Invitation> look(String secret) {
                return desk.look(secret);
            }

            @Override
            public InvitationOutcome accept(String secret, JoinForm form) {
                return desk.accept(secret, form);
            }
        };
    }
}
