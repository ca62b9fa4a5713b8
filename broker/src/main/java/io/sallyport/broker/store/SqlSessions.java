package io.sallyport.broker.store;

import io.sallyport.broker.audit.EventCodec;
import io.sallyport.broker.audit.EventFormatException;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.Note;
import io.sallyport.broker.session.PastJudgement;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.SessionStore;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sessions as the projection has them. */
public final class SqlSessions implements SessionStore {
    private static final String COLUMNS = """
            select id, person, organisation, target, key_fingerprint, source, agent, recording_key, state, ssh_session.opened_at,
              serial, ssh_session.access_grant, login, began_at, ended_at, end_reason, end_detail, end_ordered, recording_state, ssh_session.mfa,
              review.request as emergency
            from ssh_session left join review on review.access_grant = ssh_session.access_grant""";

    private final Database database;

    public SqlSessions(Database database) {
        this.database = database;
    }

    @Override
    public Optional<SessionSummary> session(SessionId id) {
        return list(COLUMNS + " where id = ?", id).stream().findFirst();
    }

    @Override
    public List<SessionSummary> startingWith(String prefix) {
        return list(COLUMNS + " where id >= ? and id < ? order by id limit 2", prefix, Prefix.after(prefix));
    }

    @Override
    public List<SessionSummary> running() {
        return list(COLUMNS + " where state <> 'ended' order by ssh_session.opened_at, id");
    }

    @Override
    public List<SessionSummary> sessions(SessionFilter filter, Optional<PersonName> only) {
        StringBuilder query = new StringBuilder(COLUMNS).append(" where 1 = 1");
        List<Object> arguments = new ArrayList<>();
        only.ifPresent(person -> and(query, arguments, "person = ?", person));
        filter.provider().ifPresent(provider -> and(query, arguments, "organisation = ?", provider));
        filter.target().ifPresent(target -> and(query, arguments, "target = ?", target));
        filter.since().ifPresent(since -> and(query, arguments, "ssh_session.opened_at >= ?", since));
        if (filter.live()) {
            query.append(" and state = 'live'");
        }
        arguments.add(filter.limit());
        return list(query.append(" order by ssh_session.opened_at desc, id limit ?").toString(),
                arguments.toArray());
    }

    private static void and(StringBuilder query, List<Object> arguments, String condition, Object argument) {
        query.append(" and ").append(condition);
        arguments.add(argument);
    }

    private static final String JUDGEMENTS = "select body, followed_at from session_judgement where session_id = ? order by place";

    @Override
    public List<PastJudgement> judgements(SessionId id) {
        return database.read(sql -> sql.list(JUDGEMENTS, SqlSessions::judgement, id));
    }

    private static PastJudgement judgement(Row row) throws SQLException {
        try {
            return new PastJudgement((SessionEvent.SessionReevaluated) EventCodec
                    .decode(row.text("body").getBytes(StandardCharsets.UTF_8)),
                    row.optionalInstant("followed_at"));
        } catch (EventFormatException e) {
            throw new SQLException("a judgement that can't be read", e);
        }
    }

    private static final String NOTES = "select author, noted_at, body from session_note where session_id = ? order by place";

    @Override
    public List<Note> notes(SessionId id) {
        return database.read(sql -> sql.list(NOTES, row -> new Note(new PersonName(row.text("author")),
                row.instant("noted_at"), row.text("body")), id));
    }

    private static final String SERIAL = "select id from ssh_session where serial = ?";

    @Override
    public boolean serialUsed(long serial) {
        return database.read(sql -> sql.first(SERIAL, row -> row.text("id"), serial)).isPresent();
    }

    private static final String CANDIDATES = "select access_grant from session_candidate where session_id = ? order by access_grant";

    private List<SessionSummary> list(String query, Object... arguments) {
        return database.read(sql -> sql.list(query, row -> summary(sql, row), arguments));
    }

    private static SessionSummary summary(Sql sql, Row row) throws SQLException {
        SessionId id = new SessionId(row.text("id"));
        List<GrantId> candidates = sql.list(CANDIDATES, each -> new GrantId(each.text("access_grant")), id);
        Session session = new Session(id, new PersonName(row.text("person")),
                new OrganisationName(row.text("organisation")), new TargetName(row.text("target")),
                new KeyFingerprint(row.text("key_fingerprint")), row.text("source"), candidates,
                row.text("agent"),
                row.text("recording_key"), row.instant("opened_at"),
                row.optionalText("mfa").flatMap(Mfa::parse).orElse(Mfa.NONE));
        return new SessionSummary(session, SessionSummary.State.of(row.text("state")),
                row.optionalText("login").map(LoginName::new),
                row.optionalText("access_grant").map(GrantId::new),
                row.optionalNumber("serial"), row.optionalInstant("began_at"),
                row.optionalText("end_ordered").flatMap(EndReason::parse), ending(row),
                SessionSummary.Recording.of(row.text("recording_state")),
                row.optionalText("emergency").map(RequestId::new));
    }

    private static Optional<SessionSummary.Ending> ending(Row row) throws SQLException {
        Optional<String> reason = row.optionalText("end_reason");
        if (reason.isEmpty()) {
            return Optional.empty();
        }
        EndReason known = EndReason.parse(reason.get())
                .orElseThrow(() -> new SQLException("unknown end reason"));
        return Optional.of(new SessionSummary.Ending(known, row.optionalText("end_detail").orElse(""),
                row.instant("ended_at")));
    }
}
