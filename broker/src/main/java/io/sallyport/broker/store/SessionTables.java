package io.sallyport.broker.store;

import io.sallyport.broker.audit.EventCodec;
import io.sallyport.broker.audit.RecordingEvent;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.policies.id.GrantId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** How sessions and their recordings change the tables. */
final class SessionTables {
    private SessionTables() {}

    private static final String OPENING = """
            insert into ssh_session (id, person, organisation, target, key_fingerprint, source, agent, recording_key, state,
              opened_at, recording_state, mfa)
            values (?, ?, ?, ?, ?, ?, ?, ?, 'opening', ?, 'none', ?)""";
    private static final String CANDIDATE = "insert into session_candidate (session_id, access_grant) values (?, ?)";
    private static final String BEGAN = """
            update ssh_session set state = 'live', serial = ?, access_grant = ?, login = ?, began_at = ?
            where id = ? and state = 'opening'""";
    private static final String ORDERED = "update ssh_session set end_ordered = ?, end_order_text = ? where id = ?";
    private static final String ENDED = """
            update ssh_session set state = 'ended', ended_at = ?, end_reason = ?, end_detail = ?
            where id = ? and state <> 'ended'""";

    private static final String JUDGED = "insert into session_judgement (session_id, place, body) values (?, ?, ?)";
    // Orders are numbered anew for an agent that was away; what it holds at last holds all of them.
    private static final String FOLLOWED = "update session_judgement set followed_at = ? where session_id = ? and followed_at is null";

    private static final String NOTED = "insert into session_note (session_id, place, author, noted_at, body) values (?, ?, ?, ?, ?)";

    static void apply(Sql sql, long index, SessionEvent event) throws SQLException {
        switch (event) {
            case SessionEvent.SessionOpening e -> {
                sql.run(OPENING, e.session(), e.person(), e.organisation(), e.target(), e.key(), e.source(),
                        e.agent(),
                        e.recordingKey(), e.at(), e.mfa());
                for (GrantId grant : e.grants()) {
                    sql.run(CANDIDATE, e.session(), grant);
                }
            }
            case SessionEvent.SessionBegan e -> require(
                    sql.run(BEGAN, e.serial(), e.grant(), e.login(), e.at(), e.session()),
                    "session is not opening");
            case SessionEvent.SessionEndOrdered e -> sql.run(ORDERED, e.reason(), e.text(), e.session());
            case SessionEvent.SessionReevaluated e -> sql.run(JUDGED, e.session(), index,
                    new String(EventCodec.encode(e), StandardCharsets.UTF_8));
            case SessionEvent.SessionNarrowed e -> sql.run(FOLLOWED, e.at(), e.session());
            case SessionEvent.SessionNoted e ->
                sql.run(NOTED, e.session(), index, e.author(), e.at(), e.text());
            case SessionEvent.SessionEnded e ->
                require(sql.run(ENDED, e.at(), e.reason(), e.detail(), e.session()),
                        "session is not running");
        }
    }

    private static final String COMPLETE = "update ssh_session set recording_state = 'complete', recording_size = ?, recording_root = ? where id = ?";
    private static final String DAMAGED = "update ssh_session set recording_state = 'damaged', recording_size = ? where id = ?";

    static void apply(Sql sql, RecordingEvent event) throws SQLException {
        switch (event) {
            case RecordingEvent.RecordingCompleted e ->
                sql.run(COMPLETE, e.size(), e.rootHash(), e.session());
            case RecordingEvent.RecordingDamaged e -> sql.run(DAMAGED, e.offset(), e.session());
            case RecordingEvent.RecordingViewed _ -> {
                // Kept in the journal only.
            }
        }
    }

    private static void require(int changed, String otherwise) throws SQLException {
        if (changed != 1) {
            throw new SQLException(otherwise);
        }
    }
}
