package io.sallyport.broker.audit;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Off-boarding: a person, a provider or an engagement leaves. What it takes from people has events of its own, committed together with the
 * first of these.
 */
public sealed interface DepartureEvent extends Event {
    /**
     * It was ordered, and takes effect with this commit.
     *
     * @param departure its id
     * @param kind as {@code departure.Kind} spells it
     * @param subject the name of what leaves
     * @param engagements those that end with it
     * @param operatorUser account of the operating system that ordered it, as the admin socket tells it
     */
    record DepartureOrdered(Instant at, Actor actor, String departure, String kind, String subject,
            String reason, List<String> engagements, Optional<String> operatorUser)
            implements
                DepartureEvent {
        public DepartureOrdered {
            engagements = List.copyOf(engagements);
        }
    }

    /**
     * What one person had at that moment and has no more. One for each person, after the order, in the same commit.
     *
     * @param keys those that prove nobody from here on
     * @param sessions those that run and were ordered to end
     * @param tokens ids of API tokens
     * @param consoleSessions browsers that acted for the person
     */
    record DepartureListed(Instant at, Actor actor, String departure, PersonName person,
            OrganisationName organisation, List<KeyFingerprint> keys, List<GrantId> grants,
            List<RequestId> requests, List<SessionId> sessions, List<String> tokens,
            long consoleSessions)
            implements
                DepartureEvent {
        public DepartureListed {
            keys = List.copyOf(keys);
            grants = List.copyOf(grants);
            requests = List.copyOf(requests);
            sessions = List.copyOf(sessions);
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * The person's account is settled.
     *
     * @param directory what has the accounts
     * @param state {@code disabled}, {@code was-disabled} or {@code none}
     */
    record DepartureAccount(Instant at, Actor actor, String departure, PersonName person,
            String directory, String state) implements DepartureEvent {}

    /** Everything was seen to have ended. {@code proof}: SHA-256 (hex) of the proof document, of {@code size} bytes. */
    record DepartureCompleted(Instant at, Actor actor, String departure, String proof,
            long size) implements DepartureEvent {}

    /** Whoever it held is held by it no more. What was revoked stays so. */
    record DepartureUndone(Instant at, Actor actor, String departure,
            String reason) implements DepartureEvent {}
}
