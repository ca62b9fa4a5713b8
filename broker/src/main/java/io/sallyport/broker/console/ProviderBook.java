package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.InvitationForm;
import io.sallyport.broker.provider.InvitationId;
import io.sallyport.broker.provider.InvitationOutcome;
import io.sallyport.broker.provider.ProviderDesks;
import io.sallyport.broker.provider.ProviderHead;
import io.sallyport.broker.provider.ProviderSheet;
import io.sallyport.broker.provider.RosterDesk;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the console needs of providers and their people. Every call blocks, and decides for itself what the person may see and do. */
public interface ProviderBook {
    /** Those that the viewer may look at. */
    List<ProviderHead> all(Person viewer);

    /** Absent and hidden look the same. */
    Optional<ProviderSheet> sheet(Person viewer, OrganisationName name);

    /** Absent and hidden look the same. */
    Optional<Invitation> invitation(Person viewer, InvitationId id);

    InvitationOutcome invite(Person by, InvitationForm form);

    InvitationOutcome agree(Person by, InvitationId id);

    InvitationOutcome link(Person by, InvitationId id);

    InvitationOutcome close(Person by, InvitationId id, String reason);

    /** {@code seen}: everybody of the provider as the confirmer saw them; if it is others by now, nothing is confirmed. */
    RosterDesk.Outcome confirm(Person by, OrganisationName of, Set<PersonName> staying,
            Set<PersonName> seen);

    /** Where nobody may look at any. */
    ProviderBook NONE = new ProviderBook() {
        private static final InvitationOutcome NO = new InvitationOutcome.Refused(
                InvitationOutcome.Reason.NOT_ALLOWED, "There are no providers here.");

        @Override
        public List<ProviderHead> all(Person viewer) {
            return List.of();
        }

        @Override
        public Optional<ProviderSheet> sheet(Person viewer, OrganisationName name) {
            return Optional.empty();
        }

        @Override
        public Optional<Invitation> invitation(Person viewer, InvitationId id) {
            return Optional.empty();
        }

        @Override
        public InvitationOutcome invite(Person by, InvitationForm form) {
            return NO;
        }

        @Override
        public InvitationOutcome agree(Person by, InvitationId id) {
            return NO;
        }

        @Override
        public InvitationOutcome link(Person by, InvitationId id) {
            return NO;
        }

        @Override
        public InvitationOutcome close(Person by, InvitationId id, String reason) {
            return NO;
        }

        @Override
        public RosterDesk.Outcome confirm(Person by, OrganisationName of, Set<PersonName> staying,
                Set<PersonName> seen) {
            return new RosterDesk.Outcome.Refused(RosterDesk.Reason.NOT_ALLOWED,
                    "There are no providers here.");
        }
    };

    /** By the broker's own desks. */
    static ProviderBook of(ProviderDesks desks) {
        return new ProviderBook() {
            @Override
            public List<ProviderHead> all(Person viewer) {
                return desks.views().all(viewer);
            }

            @Override
            public Optional<ProviderSheet> sheet(Person viewer, OrganisationName name) {
                return desks.views().sheet(viewer, name);
            }

            @Override
            public Optional<Invitation> invitation(Person viewer, InvitationId id) {
                return desks.invitations().invitation(viewer, id);
            }

            @Override
            public InvitationOutcome invite(Person by, InvitationForm form) {
                return desks.invitations().invite(by, form);
            }

            @Override
            public InvitationOutcome agree(Person by, InvitationId id) {
                return desks.invitations().confirm(by, id);
            }

            @Override
            public InvitationOutcome link(Person by, InvitationId id) {
                return desks.invitations().link(by, id);
            }

            @Override
            public InvitationOutcome close(Person by, InvitationId id, String reason) {
                return desks.invitations().close(by, id, reason);
            }

            @Override
            public RosterDesk.Outcome confirm(Person by, OrganisationName of, Set<PersonName> staying,
                    Set<PersonName> seen) {
                return desks.rosters().confirm(by, of, staying, Optional.of(seen));
            }
        };
    }
}
