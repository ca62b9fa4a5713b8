package io.sallyport.broker.token;

import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.TokenEvent;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tokens without a database, with the journal that belongs to them. */
public final class InMemoryTokens implements TokenStore, Consumer<Function<Instant, Event>> {
    public final List<Event> events = new ArrayList<>();
    private final Map<String, ApiToken> byHash = new LinkedHashMap<>();
    private final InstantSource time;

    public InMemoryTokens(InstantSource time) {
        this.time = time;
    }

    @Override
    public synchronized void accept(Function<Instant, Event> made) {
        Event event = made.apply(time.instant());
        events.add(event);
        if (event instanceof TokenEvent.TokenRevoked e) {
            change(e.token(), token -> token.revoked().isPresent()
                    ? token
                    : with(token, token.lastUsed(), Optional.of(e.at())));
        }
    }

    @Override
    public synchronized void add(ApiToken token, String hash) {
        byHash.put(hash, token);
    }

    @Override
    public synchronized Optional<ApiToken> byHash(String hash) {
        return Optional.ofNullable(byHash.get(hash));
    }

    @Override
    public List<ApiToken> of(PersonName person) {
        return newest(Integer.MAX_VALUE).stream().filter(token -> token.person().equals(person)).toList();
    }

    @Override
    public synchronized List<ApiToken> newest(int limit) {
        return byHash.values().stream().sorted(Comparator.comparing(ApiToken::created).reversed()
                .thenComparing(token -> token.id().value())).limit(limit).toList();
    }

    @Override
    public synchronized Optional<ApiToken> byId(TokenId id) {
        return byHash.values().stream().filter(token -> token.id().equals(id)).findFirst();
    }

    @Override
    public synchronized void used(TokenId id, Instant at) {
        change(id.value(), token -> with(token, Optional.of(at), token.revoked()));
    }

    private void change(String id, java.util.function.UnaryOperator<ApiToken> how) {
        byHash.replaceAll((_, token) -> token.id().value().equals(id) ? how.apply(token) : token);
    }

    private static ApiToken with(ApiToken token, Optional<Instant> used, Optional<Instant> revoked) {
        return new ApiToken(token.id(), token.person(), token.title(), token.scopes(), token.creator(),
                token.created(), token.expires(), used, revoked);
    }
}
