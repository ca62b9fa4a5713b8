package io.sallyport.broker.store;

import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.target.TargetStore;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.TargetName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Targets, agents and join tokens as the projection has them. */
public final class SqlTargets implements TargetStore {
    private final Database database;

    public SqlTargets(Database database) {
        this.database = database;
    }

    private static final String LABELS = "select target, label, label_value from target_label";
    private static final String TARGETS = """
            select target.name, target.owner_group, target.notes, agent.spki from target
            left join agent on agent.active_target = target.name order by target.name""";

    @Override
    public List<Target> targets() {
        return database.read(sql -> {
            Map<String, Map<String, String>> labels = new HashMap<>();
            sql.list(LABELS, row -> labels.computeIfAbsent(row.text("target"), _ -> new HashMap<>())
                    .put(row.text("label"), row.text("label_value")) == null);
            return sql.list(TARGETS, row -> new Target(new TargetName(row.text("name")),
                    labels.getOrDefault(row.text("name"), Map.of()), new GroupName(row.text("owner_group")),
                    row.text("notes"), row.optionalText("spki").isPresent()));
        });
    }

    private static final String AGENTS = """
            select spki, target, host_key, recording_key, agent_version, enrolled_at from agent
            where active_target is not null order by target""";

    @Override
    public List<AgentIdentity> agents() {
        return database.read(sql -> sql.list(AGENTS, row -> new AgentIdentity(row.text("spki"),
                new TargetName(row.text("target")), row.text("host_key"), row.text("recording_key"),
                row.text("agent_version"), row.instant("enrolled_at"))));
    }

    private static final String TOKEN = "select target, expires_at, used_at from join_token where hash = ?";

    @Override
    public Optional<Token> token(String hash) {
        return database.read(sql -> sql.first(TOKEN, row -> new Token(new TargetName(row.text("target")),
                row.instant("expires_at"), row.optionalInstant("used_at").isPresent()), hash));
    }

    private static final String SPKI = "select spki from agent where spki = ?";

    @Override
    public boolean spkiUsed(String spki) {
        return database.read(sql -> sql.first(SPKI, row -> row.text("spki"), spki)).isPresent();
    }
}
