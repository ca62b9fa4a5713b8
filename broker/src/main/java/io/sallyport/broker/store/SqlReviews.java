package io.sallyport.broker.store;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Finding;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewGiven;
import io.sallyport.broker.request.ReviewStore;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.RuleId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reviews of emergency access as the projection has them. */
public final class SqlReviews implements ReviewStore {
    private static final String COLUMNS = """
            select v.request, v.access_grant, v.opened_at, g.not_after, v.due_at, v.reported_at, v.completed_at
            from review v join access_grant g on g.id = v.access_grant""";

    private final Database database;

    public SqlReviews(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Review> review(RequestId id) {
        return list(COLUMNS + " where v.request = ?", id).stream().findFirst();
    }

    @Override
    public List<Review> open() {
        return list(COLUMNS + " where v.completed_at is null order by v.due_at, v.request");
    }

    @Override
    public List<Review> newest(int limit) {
        return list(COLUMNS + " order by v.opened_at desc, v.request limit ?", limit);
    }

    private static final String USES = """
            select filed_at from access_request
            where organisation = ? and emergency_rule = ? and filed_at > ? and state in ('pending', 'granted')
            order by filed_at""";

    @Override
    public List<Instant> uses(OrganisationName organisation, RuleId rule, Instant after) {
        return database
                .read(sql -> sql.list(USES, row -> row.instant("filed_at"), organisation, rule, after));
    }

    private List<Review> list(String query, Object... arguments) {
        return database.read(sql -> sql.list(query, row -> review(sql, row), arguments));
    }

    private static final String GIVEN = """
            select reviewer, given_at, finding, review_comment from review_given where request = ?
            order by given_at, reviewer""";

    private static Review review(Sql sql, Row row) throws SQLException {
        RequestId id = new RequestId(row.text("request"));
        AccessRequest request = sql.first(SqlRequests.COLUMNS + " where r.id = ?",
                each -> SqlRequests.request(sql, each), id)
                .orElseThrow(() -> new SQLException("a review without its request"));
        return new Review(request, new GrantId(row.text("access_grant")), row.instant("opened_at"),
                row.instant("not_after"), row.instant("due_at"), row.optionalInstant("reported_at"),
                sql.list(GIVEN, SqlReviews::given, id), row.optionalInstant("completed_at"));
    }

    private static ReviewGiven given(Row row) throws SQLException {
        return new ReviewGiven(new PersonName(row.text("reviewer")), row.instant("given_at"),
                Finding.parse(row.text("finding")).orElseThrow(() -> new SQLException("unknown finding")),
                row.text("review_comment"));
    }
}
