package io.sallyport.broker.departure;

import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.RequestStore;
import io.sallyport.broker.session.SessionStore;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what an off-boarding takes away. Changes nothing. Blocking; safe for many threads. */
final class Survey {
    /** What waits and runs, by whose it is: read once, however many leave. */
    private record Open(Map<PersonName, List<AccessRequest>> pending,
            Map<PersonName, List<SessionSummary>> running) {}

    private final People people;
    private final Engagements engagements;
    private final Targets targets;
    private final RequestStore requests;
    private final SessionStore sessions;
    private final Belongings belongings;

    Survey(People people, Engagements engagements, Targets targets, RequestStore requests,
            SessionStore sessions, Belongings belongings) {
        this.people = people;
        this.engagements = engagements;
        this.targets = targets;
        this.requests = requests;
        this.sessions = sessions;
        this.belongings = belongings;
    }

    /** Empty: there is no such person, provider or engagement, or it has left already. */
    Optional<Reach> of(Kind kind, String subject, Instant at) {
        return switch (kind) {
            case PERSON -> PersonName.parse(subject).flatMap(people::byName).filter(this::stays)
                    .map(person -> person(person, at));
            case PROVIDER -> OrganisationName.parse(subject).flatMap(engagements::organisation)
                    .filter(organisation -> !organisation.internal())
                    .map(organisation -> provider(organisation, at));
            case ENGAGEMENT -> engagements.byId(subject).filter(each -> each.ended().isEmpty())
                    .map(engagement -> engagement(engagement, at));
        };
    }

    private boolean stays(Person person) {
        return !people.holdsOf(person.name()).contains(Hold.DEPARTED);
    }

    private Reach person(Person person, Instant at) {
        Open open = open();
        List<String> warnings = new ArrayList<>(engagements.all().stream()
                .filter(each -> each.sponsor().equals(person.name()) && each.runs(at))
                .map(each -> "The engagement " + each.id() + " of " + each.provider()
                        + " is left without a sponsor: name another one.")
                .toList());
        people.all().stream().filter(each -> each.service()
                .filter(account -> account.owner().equals(person.name())).isPresent())
                .forEach(each -> warnings.add("The service account " + each.name()
                        + " is left without an owner and held at once: name another one."));
        if (person.origin() == Origin.FILE) {
            warnings.add("The directory file names " + person.name()
                    + ": take the entry out. Until then every reload warns of it.");
        }
        Leaver leaver = leaver(person, at, open, _ -> true);
        return new Reach(Kind.PERSON, person.name().value(), person.fullName(), List.of(), List.of(leaver),
                of(List.of(leaver), open), warnings);
    }

    private Reach provider(Organisation provider, Instant at) {
        Open open = open();
        List<Leaver> leavers = members(provider.name()).filter(this::stays)
                .map(person -> leaver(person, at, open, _ -> true)).toList();
        List<String> ending = engagements.all().stream().filter(each -> each.provider()
                .equals(provider.name()) && each.ended().isEmpty() && at.isBefore(each.until()))
                .map(Engagement::id).toList();
        return new Reach(Kind.PROVIDER, provider.name().value(), provider.title(), ending, leavers,
                of(leavers, open), List.of());
    }

    // What another engagement that runs covers as well is not touched: nobody loses what a second
    // contract
    // gives.
    private Reach engagement(Engagement engagement, Instant at) {
        Open open = open();
        Predicate<TargetName> lost = name -> targets.byName(name)
                .filter(target -> engagement.covers(target.labels()))
                .filter(target -> engagements.all().stream()
                        .noneMatch(other -> !other.id().equals(engagement.id())
                                && other.provider().equals(engagement.provider()) && other.runs(at)
                                && other.covers(target.labels())))
                .isPresent();
        List<Leaver> leavers = members(engagement.provider())
                .map(person -> leaver(person, at, open, lost))
                .map(Survey::withoutIdentity)
                .filter(each -> !each.grants().isEmpty() || !each.requests().isEmpty()
                        || !each.sessions().isEmpty())
                .toList();
        return new Reach(Kind.ENGAGEMENT, engagement.id(),
                "engagement of " + engagement.provider() + ", sponsor " + engagement.sponsor(),
                List.of(engagement.id()), leavers, of(leavers, open), List.of());
    }

    private Stream<Person> members(OrganisationName organisation) {
        return people.all().stream().filter(person -> person.organisation().equals(organisation))
                .sorted(Comparator.comparing(person -> person.name().value()));
    }

    private Open open() {
        return new Open(
                requests.pending().stream().collect(Collectors.groupingBy(AccessRequest::person)),
                sessions.running().stream().collect(Collectors.groupingBy(each -> each.session().person())));
    }

    private Leaver leaver(Person person, Instant at, Open open, Predicate<TargetName> lost) {
        PersonName name = person.name();
        return new Leaver(name, person.organisation(),
                people.keysOf(name).stream().map(RegisteredKey::fingerprint).toList(),
                requests.grants(name, at).stream().map(IssuedGrant::grant)
                        .filter(grant -> lost.test(grant.target())).map(grant -> grant.id()).toList(),
                open.pending.getOrDefault(name, List.of()).stream()
                        .filter(each -> lost.test(each.form().target())).map(AccessRequest::id).toList(),
                open.running.getOrDefault(name, List.of()).stream().map(SessionSummary::session)
                        .filter(each -> lost.test(each.target())).map(each -> each.id()).toList(),
                belongings.tokens(name), belongings.consoleSessions(name), Optional.empty());
    }

    private static Leaver withoutIdentity(Leaver each) {
        return new Leaver(each.person(), each.organisation(), List.of(), each.grants(), each.requests(),
                each.sessions(), List.of(), 0, Optional.empty());
    }

    private static List<SessionSummary> of(List<Leaver> leavers, Open open) {
        return leavers.stream().flatMap(leaver -> {
            Set<SessionId> lost = Set.copyOf(leaver.sessions());
            return open.running.getOrDefault(leaver.person(), List.of()).stream()
                    .filter(each -> lost.contains(each.session().id()));
        }).toList();
    }
}
