package io.sallyport.broker.store;

import static java.util.stream.Collectors.toMap;

import io.sallyport.broker.service.Sighting;
import io.sallyport.broker.service.SightingStore;
import io.sallyport.policies.id.PersonName;
import java.util.Map;

/** Where keys of service accounts were refused, as the projection has it. */
public final class SqlSightings implements SightingStore {
    private static final String SEEN = """
            select person, elsewhere_source, elsewhere_at from service_account where elsewhere_at is not null""";

    private record Seen(String person, Sighting sighting) {}

    private final Database database;

    public SqlSightings(Database database) {
        this.database = database;
    }

    @Override
    public Map<PersonName, Sighting> sightings() {
        return database.read(sql -> sql.list(SEEN, row -> new Seen(row.text("person"),
                new Sighting(row.text("elsewhere_source"), row.instant("elsewhere_at")))).stream()
                .collect(toMap(seen -> new PersonName(seen.person()), Seen::sighting)));
    }
}
