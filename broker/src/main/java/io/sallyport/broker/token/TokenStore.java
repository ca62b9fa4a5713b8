package io.sallyport.broker.token;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps tokens by the hash of their secret. The journal has no hashes, so this is not rebuilt from it. Blocking; safe for many threads. */
public interface TokenStore {
    void add(ApiToken token, String hash);

    Optional<ApiToken> byHash(String hash);

    /** The newest first. */
    List<ApiToken> of(PersonName person);

    /** Everybody's, the newest first, at most {@code limit}. */
    List<ApiToken> newest(int limit);

    Optional<ApiToken> byId(TokenId id);

    /** Notes when a token was used. */
    void used(TokenId id, Instant at);
}
