package io.sallyport.broker.token;

import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A token as it is asked for.
 *
 * @param person the service account it is for; empty: for who asks
 * @param life empty: the longest there is
 */
public record TokenForm(String title, Set<TokenScope> scopes, Optional<Duration> life,
        Optional<PersonName> person) {
    public TokenForm {
        scopes = Set.copyOf(scopes);
    }
}
