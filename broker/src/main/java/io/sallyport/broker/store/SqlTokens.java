package io.sallyport.broker.store;

import io.sallyport.broker.token.ApiToken;
import io.sallyport.broker.token.TokenId;
import io.sallyport.broker.token.TokenScope;
import io.sallyport.broker.token.TokenStore;
import io.sallyport.policies.id.PersonName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tokens in a table of their own. */
public final class SqlTokens implements TokenStore {
    private static final String COLUMNS = """
            select id, person, title, scopes, creator, created_at, expires_at, last_used, revoked_at
            from api_token""";

    private final Database database;

    public SqlTokens(Database database) {
        this.database = database;
    }

    private static final String ADD = """
            insert into api_token (id, hash, person, title, scopes, creator, created_at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";

    @Override
    public void add(ApiToken token, String hash) {
        database.write(sql -> sql.run(ADD, token.id(), hash, token.person(), token.title(),
                String.join(" ", token.scopeCodes()), token.creator(), token.created(), token.expires()));
    }

    @Override
    public Optional<ApiToken> byHash(String hash) {
        return database.read(sql -> sql.first(COLUMNS + " where hash = ?", SqlTokens::token, hash));
    }

    @Override
    public List<ApiToken> of(PersonName person) {
        return database.read(sql -> sql.list(COLUMNS + " where person = ? order by created_at desc, id",
                SqlTokens::token, person));
    }

    @Override
    public List<ApiToken> newest(int limit) {
        return database.read(
                sql -> sql.list(COLUMNS + " order by created_at desc, id limit ?", SqlTokens::token, limit));
    }

    @Override
    public Optional<ApiToken> byId(TokenId id) {
        return database.read(sql -> sql.first(COLUMNS + " where id = ?", SqlTokens::token, id));
    }

    private static final String USED = "update api_token set last_used = ? where id = ?";

    @Override
    public void used(TokenId id, Instant at) {
        database.write(sql -> sql.run(USED, at, id));
    }

    private static ApiToken token(Row row) throws SQLException {
        Set<TokenScope> scopes = Arrays.stream(row.text("scopes").split(" ", -1))
                .map(code -> TokenScope.parse(code)
                        .orElseThrow(() -> new IllegalStateException("a scope that is not known")))
                .collect(Collectors.toSet());
        return new ApiToken(new TokenId(row.text("id")), new PersonName(row.text("person")),
                row.text("title"),
                scopes, new PersonName(row.text("creator")), row.instant("created_at"),
                row.instant("expires_at"), row.optionalInstant("last_used"),
                row.optionalInstant("revoked_at"));
    }
}
