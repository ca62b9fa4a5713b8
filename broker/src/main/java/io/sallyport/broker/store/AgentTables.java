package io.sallyport.broker.store;

import io.sallyport.broker.audit.AgentEvent;
import java.sql.SQLException;

/** How the coming and going of agents changes the tables. */
final class AgentTables {
    private AgentTables() {}

    static void apply(Sql sql, AgentEvent event) throws SQLException {
        switch (event) {
            case AgentEvent.JoinTokenIssued e ->
                sql.run("insert into join_token (hash, target, expires_at) values (?, ?, ?)",
                        e.tokenHash(), e.target(), e.expiresAt());
            case AgentEvent.AgentEnrolled e -> {
                sql.run("update join_token set used_at = ? where hash = ?", e.at(), e.tokenHash());
                sql.run("update agent set active_target = null, retired_at = ? where active_target = ?",
                        e.at(), e.target());
                sql.run("""
                        insert into agent (spki, target, active_target, host_key, recording_key, agent_version, enrolled_at)
                        values (?, ?, ?, ?, ?, ?, ?)""", e.spki(), e.target(), e.target(), e.hostKey(),
                        e.recordingKey(),
                        e.agentVersion(), e.at());
            }
            case AgentEvent.AgentRetired e -> sql.run(
                    "update agent set active_target = null, retired_at = ? where spki = ? and retired_at is null",
                    e.at(),
                    e.spki());
        }
    }
}
