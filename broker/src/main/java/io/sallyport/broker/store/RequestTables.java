package io.sallyport.broker.store;

import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.request.Draft;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** How requests and grants change the tables. */
final class RequestTables {
    private RequestTables() {}

    static void apply(Sql sql, long index, RequestEvent event) throws SQLException {
        switch (event) {
            case RequestEvent.RequestFiled e -> {
                filed(sql, index, e);
                DecisionTables.filed(sql, index, e);
            }
            // There is no request, but what was decided can be decided again.
            case RequestEvent.RequestRefused e -> DecisionTables.refused(sql, index, e);
            case RequestEvent.RequestApproved e -> {
                approved(sql, e);
                granted(sql, e.request(), e.grant(), e.at());
            }
            case RequestEvent.RequestDenied e ->
                close(sql, e.request(), "denied", e.at(), Optional.of(e.approver()),
                        e.comment());
            case RequestEvent.RequestCancelled e ->
                close(sql, e.request(), "cancelled", e.at(), Optional.empty(), "");
            case RequestEvent.RequestExpired e ->
                close(sql, e.request(), "expired", e.at(), Optional.empty(), "");
            case RequestEvent.RequestVoided e ->
                close(sql, e.request(), "void", e.at(), Optional.empty(), e.why());
            case RequestEvent.GrantRevoked e -> sql.run(
                    "update access_grant set revoked_at = ?, revoked_reason = ? where id = ? and revoked_at is null",
                    e.at(),
                    e.reason(), e.grant());
        }
    }

    private static final String FILED = """
            insert into access_request (id, person, organisation, target, login, duration_seconds, starts_at, ticket, reason,
              filed_at, filed_index, expires_at, draft, hash, state, open_slot, closing_comment, emergency_rule,
              source, mfa)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, '', ?, ?, ?)""";

    private static void filed(Sql sql, long index, RequestEvent.RequestFiled e) throws SQLException {
        sql.run(FILED, e.request(), e.person(), e.organisation(), e.target(), e.login(), e.duration(),
                e.startsAt(),
                e.ticket(), e.reason(), e.at(), index, e.expiresAt(), e.draft().text(), e.hash(),
                openSlot(e.person(), e.target(), e.login(), e.breakGlass().isPresent()),
                e.breakGlass().map(_ -> Draft.parse(e.draft().text()).template().rule()), e.source(),
                e.mfa());
        granted(sql, e.request(), e.grant(), e.at());
    }

    /** At most one request is open for each of these. */
    static String openSlot(PersonName person, TargetName target, LoginName login, boolean breakGlass) {
        return person + " " + target + " " + login + (breakGlass ? " break-glass" : "");
    }

    private static final String APPROVED = """
            insert into approval (request, approver, requester, approved_at, narrowed_seconds, approval_comment, hash)
            select id, ?, person, ?, ?, ?, ? from access_request where id = ?""";

    private static void approved(Sql sql, RequestEvent.RequestApproved e) throws SQLException {
        sql.run(APPROVED, e.approver(), e.at(), e.narrowedTo(), e.comment(), e.hash(), e.request());
    }

    private static final String GRANTED = """
            insert into access_grant (id, request, person, target, login, not_before, not_after, body)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";

    private static void granted(Sql sql, RequestId request, Optional<Json.Obj> body, Instant at)
            throws SQLException {
        if (body.isEmpty()) {
            return;
        }
        Grant grant = Draft.grant(body.get());
        sql.run(GRANTED, grant.id(), request, grant.person(), grant.target(), grant.login(),
                grant.notBefore(),
                grant.notAfter(), body.get().text());
        close(sql, request, "granted", at, Optional.empty(), "");
        if (grant.kind() == Grant.Kind.BREAK_GLASS) {
            ReviewTables.opened(sql, request, grant, at);
        }
    }

    private static final String CLOSE = """
            update access_request set state = ?, open_slot = null, closed_at = ?, closed_by = ?, closing_comment = ?
            where id = ? and state = 'pending'""";

    private static void close(Sql sql, RequestId id, String state, Instant at, Optional<PersonName> by,
            String comment)
            throws SQLException {
        if (sql.run(CLOSE, state, at, by, comment, id) != 1) {
            throw new SQLException("request " + id + " is not pending");
        }
    }
}
