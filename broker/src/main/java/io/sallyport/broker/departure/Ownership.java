package io.sallyport.broker.departure;

import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.grant.Grant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Proves that nothing is left without an owner: every grant that is not over has a person who is enabled and, for a provider's, an engagement
 * that covers its target; every engagement that runs has a sponsor who is enabled. Blocking; safe for many threads.
 */
public final class Ownership {
    private static final Logger LOG = Logger.getLogger(Ownership.class.getName());
    /** Lines of a report. */
    private static final int SHOWN = 20;

    /** {@code found}: sentences, empty when all is well. */
    public record Report(Instant at, int grants, List<String> found) {
        public Report {
            found = List.copyOf(found);
        }
    }

    private final Departures.Known known;
    private final InstantSource time;
    private volatile Optional<Report> last = Optional.empty();

    Ownership(Departures.Known known, InstantSource time) {
        this.known = known;
        this.time = time;
    }

    /** The last report; empty before the first. */
    public Optional<Report> last() {
        return last;
    }

    /** Looks at everything and says in the log what it found. */
    public Report check() {
        Instant now = time.instant();
        List<IssuedGrant> grants = known.requests().open(now);
        List<String> found = new ArrayList<>();
        grants.forEach(each -> orphaned(each.grant(), now)
                .ifPresent(why -> found.add("grant " + each.grant().id() + " of " + each.grant().person()
                        + " for " + each.grant().target() + ": " + why)));
        for (Engagement each : known.engagements().all()) {
            if (each.runs(now) && known.people().byName(each.sponsor()).filter(Person::enabled)
                    .filter(Person::internal).isEmpty()) {
                found.add("engagement " + each.id() + ": its sponsor " + each.sponsor()
                        + " is not active in the company");
            }
        }
        Report report = new Report(now, grants.size(), found);
        last = Optional.of(report);
        say(report);
        return report;
    }

    private Optional<String> orphaned(Grant grant, Instant now) {
        Optional<Person> person = known.people().byName(grant.person()).filter(Person::enabled)
                .filter(found -> found.organisation().equals(grant.organisation()));
        if (person.isEmpty()) {
            return Optional.of("the person is not active");
        }
        Optional<Target> target = known.targets().byName(grant.target());
        if (target.isEmpty()) {
            return Optional.of("the target is not served");
        }
        Instant from = grant.notBefore().isAfter(now) ? grant.notBefore() : now;
        return person.get().internal() || known.engagements()
                .covering(grant.organisation(), target.get().labels(), from).isPresent()
                        ? Optional.empty()
                        : Optional.of("no engagement covers it");
    }

    private static void say(Report report) {
        if (report.found().isEmpty()) {
            LOG.log(Level.INFO, "ownership: each of {0} live grants has an owner", report.grants());
            return;
        }
        report.found().stream().limit(SHOWN)
                .forEach(line -> LOG.log(Level.WARNING, "ownership: {0}", line));
        LOG.log(Level.WARNING, "ownership: {0} findings; what is listed is refused to everybody until it has"
                + " an owner again", report.found().size());
    }
}
