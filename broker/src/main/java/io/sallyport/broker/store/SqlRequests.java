package io.sallyport.broker.store;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.ApprovalGiven;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Draft;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestStore;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.grant.GrantCodec;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Mfa;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Requests and grants as the projection has them. */
public final class SqlRequests implements RequestStore {
    static final String COLUMNS = """
            select r.id, r.person, r.organisation, r.target, r.login, r.duration_seconds, r.starts_at, r.ticket, r.reason,
              r.filed_at, r.expires_at, r.draft, r.hash, r.state, r.closed_at, r.closed_by, r.closing_comment, r.emergency_rule,
              g.id as grant_id
            from access_request r left join access_grant g on g.request = r.id""";

    private static final int GRANT_LIMIT = GrantCodec.MOST_BYTES;

    private final Database database;

    public SqlRequests(Database database) {
        this.database = database;
    }

    @Override
    public Optional<AccessRequest> request(RequestId id) {
        return list(COLUMNS + " where r.id = ?", id).stream().findFirst();
    }

    private static final String FILED = "select filed_index from access_request where id = ?";

    @Override
    public OptionalLong filedIndex(RequestId id) {
        return database.read(sql -> sql.first(FILED, row -> row.number("filed_index"), id))
                .map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static final String ARRIVAL = "select source, mfa from access_request where id = ?";

    @Override
    public Arrival arrival(RequestId id) {
        return database.read(sql -> sql.first(ARRIVAL,
                row -> new Arrival(row.optionalText("source").flatMap(Cidr::literal),
                        row.optionalText("mfa").flatMap(Mfa::parse).orElse(Mfa.NONE)),
                id)).orElse(Arrival.UNKNOWN);
    }

    private static final String TICKETS = """
            select r.ticket, max(case when s.state = 'live' then 1 else 0 end) as urgency
            from access_request r left join access_grant g on g.request = r.id
              left join ssh_session s on s.access_grant = g.id
            where r.ticket is not null
              and (r.state = 'pending' or (g.revoked_at is null and g.not_after > ?))
            group by r.ticket order by urgency desc, r.ticket limit 5000""";

    @Override
    public List<String> tickets(Instant at) {
        return database.read(sql -> sql.list(TICKETS, row -> row.text("ticket"), at));
    }

    @Override
    public List<AccessRequest> startingWith(String prefix) {
        return list(COLUMNS + " where r.id >= ? and r.id < ? order by r.id limit 2", prefix,
                Prefix.after(prefix));
    }

    @Override
    public Optional<AccessRequest> open(PersonName person, TargetName target, LoginName login,
            boolean breakGlass) {
        return list(COLUMNS + " where r.open_slot = ?",
                RequestTables.openSlot(person, target, login, breakGlass)).stream().findFirst();
    }

    @Override
    public List<AccessRequest> pending() {
        return list(COLUMNS + " where r.state = 'pending' order by r.filed_at, r.id");
    }

    @Override
    public List<AccessRequest> of(PersonName person, int limit) {
        return list(COLUMNS + " where r.person = ? order by r.filed_at desc, r.id limit ?", person, limit);
    }

    @Override
    public Optional<AccessRequest> latest(PersonName person, TargetName target) {
        return list(COLUMNS + " where r.person = ? and r.target = ? order by r.filed_at desc, r.id limit 1",
                person, target)
                .stream().findFirst();
    }

    private static final String GRANT = "select request, body, revoked_at, revoked_reason from access_grant where id = ?";
    private static final String GRANTS = """
            select request, body, revoked_at, revoked_reason from access_grant
            where person = ? and not_after > ? and revoked_at is null order by not_before desc, id""";

    private static final String OPEN = """
            select request, body, revoked_at, revoked_reason from access_grant
            where not_after > ? and revoked_at is null order by not_before, id""";

    @Override
    public List<IssuedGrant> open(Instant at) {
        return database.read(sql -> sql.list(OPEN, SqlRequests::issued, at));
    }

    @Override
    public Optional<IssuedGrant> grant(GrantId id) {
        return database.read(sql -> sql.first(GRANT, SqlRequests::issued, id));
    }

    @Override
    public List<IssuedGrant> grants(PersonName person, Instant at) {
        return database.read(sql -> sql.list(GRANTS, SqlRequests::issued, person, at));
    }

    private static IssuedGrant issued(Row row) throws SQLException {
        return new IssuedGrant(Draft.grant(JsonParser.parseObject(row.text("body"), GRANT_LIMIT, 12)),
                new RequestId(row.text("request")),
                row.optionalInstant("revoked_at").isPresent()
                        ? row.optionalText("revoked_reason")
                        : Optional.empty());
    }

    private static final String APPROVALS = """
            select approver, approved_at, narrowed_seconds, approval_comment from approval where request = ?
            order by approved_at, approver""";

    private List<AccessRequest> list(String query, Object... arguments) {
        return database.read(sql -> sql.list(query, row -> request(sql, row), arguments));
    }

    /** The request in a row of {@link #COLUMNS}. */
    static AccessRequest request(Sql sql, Row row) throws SQLException {
        RequestId id = new RequestId(row.text("id"));
        RequestForm form = new RequestForm(new TargetName(row.text("target")),
                new LoginName(row.text("login")),
                row.seconds("duration_seconds"), row.optionalInstant("starts_at"), row.optionalText("ticket"),
                row.text("reason"), row.optionalText("emergency_rule").isPresent());
        List<ApprovalGiven> approvals = sql.list(APPROVALS,
                each -> new ApprovalGiven(new PersonName(each.text("approver")), each.instant("approved_at"),
                        each.optionalNumber("narrowed_seconds").map(java.time.Duration::ofSeconds),
                        each.optionalText("approval_comment")),
                id);
        return new AccessRequest(id, new PersonName(row.text("person")),
                new OrganisationName(row.text("organisation")), form,
                row.instant("filed_at"), row.instant("expires_at"), Draft.parse(row.text("draft")),
                row.text("hash"),
                AccessRequest.State.of(row.text("state")), approvals, closing(row),
                row.optionalText("grant_id").map(GrantId::new));
    }

    private static Optional<AccessRequest.Closing> closing(Row row) throws SQLException {
        Optional<Instant> at = row.optionalInstant("closed_at");
        if (at.isEmpty()) {
            return Optional.empty();
        }
        return Optional
                .of(new AccessRequest.Closing(row.optionalText("closed_by").map(PersonName::new), at.get(),
                        row.text("closing_comment")));
    }
}
