package io.sallyport.broker.store;

import io.sallyport.broker.audit.ReviewEvent;
import io.sallyport.broker.request.Draft;
import io.sallyport.broker.request.ReviewTerms;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.RequestId;
import java.sql.SQLException;
import java.time.Instant;

/** How reviews of emergency access change the tables. */
final class ReviewTables {
    private ReviewTables() {}

    private static final String DRAFT = "select draft from access_request where id = ?";
    private static final String OPENED = """
            insert into review (request, access_grant, opened_at, due_at) values (?, ?, ?, ?)""";

    /** A review begins with the grant, on the terms that were kept with the request. */
    static void opened(Sql sql, RequestId request, Grant grant, Instant at) throws SQLException {
        ReviewTerms terms = sql.first(DRAFT, row -> Draft.parse(row.text("draft")), request)
                .flatMap(Draft::review)
                .orElseThrow(() -> new SQLException("request " + request + " promises no review"));
        sql.run(OPENED, request, grant.id(), at, grant.notAfter().plus(terms.within()));
    }

    private static final String GIVEN = """
            insert into review_given (request, reviewer, requester, given_at, finding, review_comment)
            select id, ?, person, ?, ?, ? from access_request where id = ?""";
    private static final String COMPLETED = "update review set completed_at = ? where request = ? and completed_at is null";
    private static final String OVERDUE = "update review set reported_at = ? where request = ? and reported_at is null";

    static void apply(Sql sql, ReviewEvent event) throws SQLException {
        int changed = switch (event) {
            case ReviewEvent.ReviewGiven e ->
                sql.run(GIVEN, e.reviewer(), e.at(), e.finding(), e.comment(), e.request());
            case ReviewEvent.ReviewCompleted e -> sql.run(COMPLETED, e.at(), e.request());
            case ReviewEvent.ReviewOverdue e -> sql.run(OVERDUE, e.at(), e.request());
        };
        if (changed != 1) {
            throw new SQLException("a review that is not open");
        }
    }
}
