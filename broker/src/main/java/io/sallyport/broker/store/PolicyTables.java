package io.sallyport.broker.store;

import io.sallyport.broker.audit.BrokerEvent;
import java.sql.SQLException;

/** Which policy waits for a second person. */
final class PolicyTables {
    private PolicyTables() {}

    private static final String NONE = "delete from policy_proposal";
    private static final String WAITS = "insert into policy_proposal (hash, place, proposed_at, git_commit, operator_user) values (?, ?, ?, ?, ?)";
    private static final String NO_MORE = "delete from policy_proposal where hash = ?";

    static void apply(Sql sql, long index, BrokerEvent event) throws SQLException {
        switch (event) {
            case BrokerEvent.PolicyProposed e -> {
                sql.run(NONE);
                sql.run(WAITS, e.hash(), index, e.at(), e.commit(), e.operatorUser());
            }
            case BrokerEvent.PolicyActivated e -> sql.run(NO_MORE, e.hash());
            case BrokerEvent.PolicyProposalEnded e -> sql.run(NO_MORE, e.hash());
            case BrokerEvent.PolicyFolderRefused _,BrokerEvent.BrokerStarted _,BrokerEvent.BrokerStopped _,BrokerEvent.ConsoleSignedIn _,BrokerEvent.SignInEnded _ -> {
                // Only the journal keeps these: nothing the broker decides depends on them.
            }
        }
    }
}
