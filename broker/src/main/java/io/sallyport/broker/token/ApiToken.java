package io.sallyport.broker.token;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A token, without its secret.
 *
 * @param person whose rights it stands for
 * @param title what its owner calls it
 * @param creator who made it; for a service account an administrator
 * @param expires from then on it is dead
 * @param lastUsed to the minute
 */
public record ApiToken(TokenId id, PersonName person, String title, Set<TokenScope> scopes,
        PersonName creator,
        Instant created, Instant expires, Optional<Instant> lastUsed, Optional<Instant> revoked) {
    public ApiToken {
        scopes = Set.copyOf(scopes);
    }

    /** Neither over nor taken back. Whether its owner is enabled is another question. */
    public boolean live(Instant now) {
        return revoked.isEmpty() && now.isBefore(expires);
    }

    /** The scopes' codes, in the order of the table. */
    public List<String> scopeCodes() {
        return scopes.isEmpty() ? List.of() : EnumSet.copyOf(scopes).stream().map(TokenScope::code).toList();
    }
}
