package io.sallyport.broker.request;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads requests and grants from the projection. Blocking; safe for many threads. */
public interface RequestStore {
    Optional<AccessRequest> request(RequestId id);

    /** The place in the journal where the request was filed; empty for one that is not filed yet. */
    OptionalLong filedIndex(RequestId id);

    /** How the request was made: from where, and how strongly the requester was proved then. */
    Arrival arrival(RequestId id);

    /** Tickets of undecided requests and of grants that are good at {@code at} or later; those of live sessions first. */
    List<String> tickets(Instant at);

    /** Requests whose id starts so, at most two: one is a hit, two are ambiguous. */
    List<AccessRequest> startingWith(String prefix);

    /** The undecided request of a person for a target and login, among emergencies or among the others. */
    Optional<AccessRequest> open(PersonName person, TargetName target, LoginName login, boolean breakGlass);

    /** Every undecided request, oldest first. */
    List<AccessRequest> pending();

    /** What a person asked for, newest first. */
    List<AccessRequest> of(PersonName person, int limit);

    /** The newest request of a person for a target. */
    Optional<AccessRequest> latest(PersonName person, TargetName target);

    Optional<IssuedGrant> grant(GrantId id);

    /** Every grant that is not revoked and ends after {@code at}, oldest first; those that start later too. */
    List<IssuedGrant> open(Instant at);

    /** Grants of a person that are not revoked and end after {@code at}, newest first; those that start later too. */
    List<IssuedGrant> grants(PersonName person, Instant at);
}
