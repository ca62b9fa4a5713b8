package io.sallyport.broker.directory;

import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.engagement.EngagementStore;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.PeopleStore;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.target.TargetStore;
import java.util.List;

/** Everything a directory says, at one moment. */
public record Directory(List<Organisation> organisations, List<Person> people, List<RegisteredKey> keys,
        List<Engagement> engagements, List<Target> targets) {
    public Directory {
        organisations = List.copyOf(organisations);
        people = List.copyOf(people);
        keys = List.copyOf(keys);
        engagements = List.copyOf(engagements);
        targets = List.copyOf(targets);
    }

    /** What the projection holds now, people enabled as declared. Blocking. */
    static Directory projected(PeopleStore people, EngagementStore engagements, TargetStore targets) {
        return new Directory(engagements.organisations(), people.declared(), people.keys(),
                engagements.engagements(),
                targets.targets());
    }
}
