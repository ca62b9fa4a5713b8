package io.sallyport.broker.request;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A wish for access and what became of it.
 *
 * @param hash SHA-256 (64 hex digits) over canonical request and draft; approvals bind it
 * @param expiresAt when an undecided request lapses, exclusive
 * @param closing how it ended; absent while pending
 * @param grant the grant that came of it
 */
public record AccessRequest(RequestId id, PersonName person, OrganisationName organisation, RequestForm form,
        Instant filedAt, Instant expiresAt, Draft draft, String hash, State state,
        List<ApprovalGiven> approvals,
        Optional<Closing> closing, Optional<GrantId> grant) {

    /** Codes are stored and never change. */
    public enum State {
        PENDING, GRANTED, DENIED, CANCELLED, EXPIRED, VOID;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** {@code by}: who closed it; absent when a clock or a rule did. */
    public record Closing(Optional<PersonName> by, Instant at, String comment) {}

    public AccessRequest {
        approvals = List.copyOf(approvals);
    }

    public boolean pending() {
        return state == State.PENDING;
    }
}
