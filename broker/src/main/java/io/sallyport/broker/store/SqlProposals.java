package io.sallyport.broker.store;

import io.sallyport.broker.policy.ProposalStore;
import java.util.Optional;

/** The policy that waits, as the projection has it. */
public final class SqlProposals implements ProposalStore {
    private static final String WAITING = "select hash, place, proposed_at, git_commit, operator_user from policy_proposal";

    private final Database database;

    public SqlProposals(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Waiting> waiting() {
        return database.read(sql -> sql.first(WAITING,
                row -> new Waiting(row.text("hash"), row.number("place"), row.instant("proposed_at"),
                        row.optionalText("git_commit"), row.optionalText("operator_user"))));
    }
}
