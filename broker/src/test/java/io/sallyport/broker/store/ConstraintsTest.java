package io.sallyport.broker.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConstraintsTest {
    private static final String NOW = "timestamp with time zone '2026-03-03 10:00:00+00'";
    private static final String LATER = "timestamp with time zone '2026-03-03 12:00:00+00'";
    private final Database database = EmptyDatabase.open();

    @BeforeEach
    void people() {
        good("insert into organisation (name, internal, title) values ('acme', false, 'Acme')");
        good("insert into person values ('eva', 'Eva', 'acme', true, 'human', null, 'file', 'sub-1')");
        good("insert into person values ('emil', 'Emil', 'acme', true, 'human', null, 'file', null)");
        good("insert into agent values ('s1', 'web-1', 'web-1', 'k', 'r', '1', " + NOW + ", null)");
        good(request("r-aaaaaaaaaa", "pending", "'eva web-1 deploy'", "null", "null"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String request(String id, String state, String slot, String closed, String by) {
        return "insert into access_request (id, person, organisation, target, login, duration_seconds, starts_at,"
                + " ticket, reason, filed_at, expires_at, draft, hash, state, open_slot, closed_at, closed_by,"
                + " closing_comment, filed_index) values ('" + id
                + "', 'eva', 'acme', 'web-1', 'deploy', 60, null, null, 'why', " + NOW
                + ", " + LATER + ", '{}', 'h', '" + state + "', " + slot + ", " + closed + ", " + by
                + ", '', 1)";
    }

    private void good(String statement) {
        database.write(sql -> sql.run(statement));
    }

    private void refused(String constraint, String statement) {
        StoreException refusal = assertThrows(StoreException.class, () -> good(statement), statement);
        assertTrue(
                String.valueOf(refusal.getMessage()).toLowerCase(java.util.Locale.ROOT).contains(constraint),
                constraint + " is not what refused: " + refusal.getMessage());
    }

    @Test
    void aNoteSaysSomethingOfASessionThatIsThere() {
        String note = "insert into session_note values ('%s', 7, 'mona', " + NOW + ", '%s')";
        refused("foreign", note.formatted("s-none", "x"));
        good("insert into ssh_session (id, person, organisation, target, key_fingerprint, source, agent, recording_key,"
                + " state, opened_at, recording_state) values ('s-1', 'eva', 'acme', 'web-1', 'f', 's', 's1', 'k', 'opening', "
                + NOW + ", 'none')");
        refused("note_says_something", note.formatted("s-1", ""));
        good(note.formatted("s-1", "x"));
        refused("primary", note.formatted("s-1", "y"));
    }

    @Test
    void nobodyApprovesTheirOwnRequest() {
        refused("approver_is_not_requester",
                "insert into approval values ('r-aaaaaaaaaa', 'eva', 'eva', " + NOW + ", null, null, 'h')");
        refused("foreign", approval("ada", "emil"));
        good(approval("ada", "eva"));
        refused("primary", approval("ada", "eva"));
    }

    private static String approval(String approver, String requester) {
        return "insert into approval values ('r-aaaaaaaaaa', '" + approver + "', '" + requester + "', " + NOW
                + ", null, null, 'h')";
    }

    @Test
    void nobodyDeniesTheirOwnRequest() {
        refused("not_decided_by_requester", request("r-bbbbbbbbbb", "denied", "null", NOW, "'eva'"));
    }

    @Test
    void onePersonHasOneOpenRequestForTheSameThing() {
        refused("one_open_request", request("r-bbbbbbbbbb", "pending", "'eva web-1 deploy'", "null", "null"));
        refused("open_while_pending", request("r-bbbbbbbbbb", "pending", "null", "null", "null"));
        refused("open_while_pending", request("r-bbbbbbbbbb", "granted", "'x'", NOW, "null"));
        refused("request_state", request("r-bbbbbbbbbb", "maybe", "null", NOW, "null"));
    }

    @Test
    void noKeyIsShared() {
        String rest = "', 'k', 'file', " + NOW + ", null, null)";
        good("insert into ssh_key values ('SHA256:x', 'eva" + rest);
        refused("primary", "insert into ssh_key values ('SHA256:x', 'emil" + rest);
        refused("known_role", "insert into person_role values ('eva', 'root', 1)");
    }

    @Test
    void oneRequestGivesOneGrantWithAPositiveSpan() {
        good(grant("g1", NOW, LATER));
        refused("one_grant_per_request", grant("g2", NOW, LATER));
        refused("grant_span", grant("g3", LATER, NOW));
        refused("revoked_with_reason", "update access_grant set revoked_at = " + NOW);
    }

    private static String grant(String id, String from, String to) {
        return "insert into access_grant values ('" + id + "', 'r-aaaaaaaaaa', 'eva', 'web-1', 'deploy', "
                + from + ", " + to
                + ", '{}', null, null)";
    }

    @Test
    void anEmergencyHasOneReviewThatNobodyGivesTwiceOrForThemselves() {
        good(grant("g1", NOW, LATER));
        refused("foreign", review("r-bbbbbbbbbb", "g1", NOW, LATER));
        refused("foreign", review("r-aaaaaaaaaa", "g9", NOW, LATER));
        refused("review_has_time", review("r-aaaaaaaaaa", "g1", LATER, NOW));
        good(review("r-aaaaaaaaaa", "g1", NOW, LATER));
        refused("primary", review("r-aaaaaaaaaa", "g1", NOW, LATER));
        refused("reported_when_due", "update review set reported_at = " + NOW);
        refused("reviewer_is_not_requester", given("eva", "eva", "justified", "fine"));
        refused("foreign", given("ada", "emil", "justified", "fine"));
        refused("known_finding", given("ada", "eva", "maybe", "fine"));
        refused("finding_with_comment", given("ada", "eva", "justified", ""));
        good(given("ada", "eva", "objection", "no emergency"));
        refused("primary", given("ada", "eva", "justified", "fine"));
    }

    private static String review(String request, String grant, String opened, String due) {
        return "insert into review values ('" + request + "', '" + grant + "', " + opened + ", " + due
                + ", null, null)";
    }

    private static String given(String reviewer, String requester, String finding, String comment) {
        return "insert into review_given values ('r-aaaaaaaaaa', '" + reviewer + "', '" + requester + "', "
                + NOW + ", '" + finding + "', '" + comment + "')";
    }

    @Test
    void oneCertificateBeginsOneSession() {
        good(grant("g1", NOW, LATER));
        good(session("s1"));
        good(session("s2"));
        String began = "update ssh_session set state = 'live', serial = 7, access_grant = 'g1', login = 'deploy', began_at = "
                + NOW;
        good(began + " where id = 's1'");
        refused("one_session_per_certificate", began + " where id = 's2'");
        refused("live_has_begun", "update ssh_session set state = 'live' where id = 's2'");
        refused("began_whole", "update ssh_session set serial = 9 where id = 's2'");
        refused("ended_whole", "update ssh_session set state = 'ended' where id = 's2'");
        refused("session_state", "update ssh_session set state = 'odd' where id = 's2'");
        refused("complete_whole", "update ssh_session set recording_state = 'complete' where id = 's2'");
    }

    private static String session(String id) {
        return "insert into ssh_session (id, person, organisation, target, key_fingerprint, source, agent, recording_key, state,"
                + " opened_at, recording_state) values ('" + id
                + "', 'eva', 'acme', 'web-1', 'f', 's', 's1', 'r', 'opening', " + NOW
                + ", 'none')";
    }

    @Test
    void oneTargetHasOneAgent() {
        refused("one_agent_per_target",
                "insert into agent values ('s2', 'web-1', 'web-1', 'k', 'r', '1', " + NOW + ", null)");
        refused("active_is_own_target",
                "insert into agent values ('s2', 'db-1', 'web-2', 'k', 'r', '1', " + NOW + ", null)");
        refused("retired_or_active", "update agent set retired_at = " + NOW);
    }

    @Test
    void theProjectionHasOnePosition() {
        good("insert into projection values (1, 'o', 1, 'h')");
        refused("one_projection", "insert into projection values (2, 'o', 1, 'h')");
        refused("engagement_span",
                "insert into engagement values ('e', 'acme', 'ada', " + LATER + ", " + NOW + ")");
    }
}
