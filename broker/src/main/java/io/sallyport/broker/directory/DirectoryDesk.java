package io.sallyport.broker.directory;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.engagement.EngagementStore;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.PeopleStore;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
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

    /**
     * What came of taking a declaration into force.
     *
     * @param changes how many events that took
     * @param clashes what was not taken because another origin has it, one line each
     */
    public record Adopted(int changes, List<String> clashes) {
        public Adopted {
            clashes = List.copyOf(clashes);
        }
    }

    /** Makes this directory the one in force, in one step. What other origins declare stays, where the file does not name it. */
    public Adopted adopt(Directory file) {
        return trail.commit(at -> {
            Directory now = inForce();
            Merging merging = new Merging(Origin.FILE, now, file.organisations(), file.people(), file.keys());
            Directory from = new Directory(now.organisations(), merging.before().people(),
                    merging.before().keys(), now.engagements(), now.targets());
            Directory to = new Directory(file.organisations(), merging.after().people(),
                    merging.after().keys(), file.engagements(), file.targets());
            return ruling(DirectoryChanges.between(from, to, Actor.OPERATOR, at), merging);
        });
    }

    /**
     * Makes these the people and keys of an origin that is not the file, in one step: whom it had and does not name is removed.
     *
     * @param origin not {@link Origin#FILE}; every person and key given is of it
     */
    public Adopted adoptAccounts(List<Person> accounts, List<RegisteredKey> keys, Origin origin) {
        return trail.commit(at -> {
            Directory now = inForce();
            Merging merging = new Merging(origin, now, now.organisations(), accounts, keys);
            return ruling(
                    DirectoryChanges.between(merging.before(), merging.after(), Actor.SYSTEM, at), merging);
        });
    }

    private Directory inForce() {
        return Directory.projected(people, engagements, targets);
    }

    private static Ruling<Adopted> ruling(List<Event> events, Merging merging) {
        return new Ruling<>(new Adopted(events.size(), merging.clashes()), events);
    }
}
