package io.sallyport.broker.store;

import io.sallyport.broker.engagement.Care;
import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.engagement.EngagementStore;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Organisations and engagements as the projection has them. */
public final class SqlEngagements implements EngagementStore {
    private final Database database;

    public SqlEngagements(Database database) {
        this.database = database;
    }

    private static final String ORGANISATIONS = "select name, internal, title, sponsor, roster_every from organisation order by name";
    private static final String ENTRIES = "select organisation, kind, entry from organisation_entry order by organisation, kind, place";

    private record Entry(String organisation, String kind, String entry) {
        private static List<String> of(List<Entry> all, String organisation, String kind) {
            return all.stream()
                    .filter(entry -> entry.organisation.equals(organisation) && entry.kind.equals(kind))
                    .map(Entry::entry).toList();
        }
    }

    @Override
    public List<Organisation> organisations() {
        return database.read(sql -> {
            List<Entry> entries = sql.list(ENTRIES,
                    row -> new Entry(row.text("organisation"), row.text("kind"), row.text("entry")));
            return sql.list(ORGANISATIONS, row -> {
                String name = row.text("name");
                Care care = new Care(row.optionalText("sponsor").map(PersonName::new),
                        Entry.of(entries, name, "contact"), Entry.of(entries, name, "domain"),
                        Entry.of(entries, name, "group").stream().map(GroupName::new).toList(),
                        row.optionalNumber("roster_every").map(Duration::ofSeconds));
                return new Organisation(new OrganisationName(name), row.flag("internal"), row.text("title"),
                        care);
            });
        });
    }

    private static final String LABELS = "select engagement, label, label_value from engagement_label order by engagement, label, label_value";
    private static final String ENGAGEMENTS = """
            select id, provider, sponsor, starts_at, ends_at, ended_at from engagement
            left join engagement_end on engagement_end.engagement = engagement.id order by id""";

    @Override
    public List<Engagement> engagements() {
        return database.read(sql -> {
            Map<String, Map<String, List<String>>> labels = new HashMap<>();
            sql.list(LABELS, row -> labels.computeIfAbsent(row.text("engagement"), _ -> new HashMap<>())
                    .computeIfAbsent(row.text("label"), _ -> new ArrayList<>()).add(row.text("label_value")));
            return sql.list(ENGAGEMENTS,
                    row -> new Engagement(row.text("id"), new OrganisationName(row.text("provider")),
                            new PersonName(row.text("sponsor")),
                            labels.getOrDefault(row.text("id"), Map.of()),
                            row.optionalInstant("starts_at"), row.instant("ends_at"),
                            row.optionalInstant("ended_at")));
        });
    }

    @Override
    public Set<OrganisationName> held() {
        return Set.copyOf(database.read(sql -> sql.list("select organisation from organisation_hold",
                row -> new OrganisationName(row.text("organisation")))));
    }
}
