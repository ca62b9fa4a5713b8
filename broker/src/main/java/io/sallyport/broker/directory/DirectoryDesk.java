package io.sallyport.broker.directory;

import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.engagement.EngagementStore;
import io.sallyport.broker.identity.PeopleStore;
import io.sallyport.broker.target.TargetStore;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Takes a directory into force: what differs from the one in force is journalled. Blocking; safe for many threads. */
public final class DirectoryDesk {
    private final AuditTrail trail;
    private final PeopleStore people;
    private final EngagementStore engagements;
    private final TargetStore targets;

    public DirectoryDesk(AuditTrail trail, PeopleStore people, EngagementStore engagements,
            TargetStore targets) {
        this.trail = trail;
        this.people = people;
        this.engagements = engagements;
        this.targets = targets;
    }

    /**
     * Reads and checks the file; changes nothing.
     *
     * @throws IOException the file can't be read
     */
    public static DirectoryFile.Parsed read(Path file) throws IOException {
        byte[] bytes = OwnFiles.read(file, YamlDocument.MOST_BYTES);
        return DirectoryFile.parse(file.toString(), new String(bytes, StandardCharsets.UTF_8));
    }

    /** Makes this directory the one in force, in one step. Returns how many changes that took. */
    public int adopt(Directory directory) {
        return trail.commit(at -> {
            List<Event> events = DirectoryChanges.between(Directory.projected(people, engagements, targets),
                    directory, at);
            return new Ruling<>(events.size(), events);
        });
    }
}
