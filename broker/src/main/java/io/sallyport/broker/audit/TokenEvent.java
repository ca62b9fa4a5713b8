package io.sallyport.broker.audit;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;

/** API tokens made and taken back. Neither the secret nor its hash is in any of them. */
public sealed interface TokenEvent extends Event {
    /** @param scopes their codes, such as {@code read} */
    record TokenMade(Instant at, Actor actor, String token, PersonName person, String title,
            List<String> scopes, Instant expires) implements TokenEvent {
        public TokenMade {
            scopes = List.copyOf(scopes);
        }
    }

    /** @param reason {@code revoked}, {@code in-query}, or why the person's tokens ended */
    record TokenRevoked(Instant at, Actor actor, String token, PersonName person,
            String reason) implements TokenEvent {}
}
