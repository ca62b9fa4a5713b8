package io.sallyport.broker.session;

import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Grants;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.RequestStore;
import io.sallyport.broker.request.Standing;
import io.sallyport.broker.request.WaitsFor;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.TargetName;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says whether a person may open a tunnel to a target now, and if not, what to do about it. Changes nothing. Blocking;
 * safe for many threads.
 */
public final class Admissions {
    private final RequestStore requests;
    private final Grants grants;
    private final WaitsFor waitsFor;
    private final People people;
    private final Targets targets;
    private final TunnelPort tunnels;
    private final Authority authority;
    private final InstantSource time;

    public Admissions(RequestStore requests, Grants grants, WaitsFor waitsFor, People people, Targets targets,
            TunnelPort tunnels, Authority authority, InstantSource time) {
        this.requests = requests;
        this.grants = grants;
        this.waitsFor = waitsFor;
        this.people = people;
        this.targets = targets;
        this.tunnels = tunnels;
        this.authority = authority;
        this.time = time;
    }

    /**
     * Yes, with every grant that is good for this target now from where the person is, or no with a hint. A target that does not exist and one the
     * person has nothing for get the same words: the gateway is no directory.
     */
    public Admission admit(Person person, TargetName target, InetAddress source) {
        return admit(person, target, Arrival.from(source));
    }

    /** The same for somebody who comes like this. */
    public Admission admit(Person person, TargetName target, Arrival arrival) {
        Instant now = time.instant();
        Optional<Person> known = people.active(person.name());
        if (known.isEmpty()) {
            return refused(Admission.Reason.PERSON, "Your account is not active.");
        }
        if (arrival.source().filter(source -> !known.get().comesFrom(source)).isPresent()) {
            return refused(Admission.Reason.PERSON,
                    "This service account does not come from here. Whoever answers for it keeps the list of its networks.");
        }
        List<Grant> good = new ArrayList<>();
        Optional<Standing> obstacle = Optional.empty();
        for (IssuedGrant issued : requests.grants(person.name(), now)) {
            if (!issued.grant().target().equals(target)) {
                continue;
            }
            Standing standing = grants.standingForNew(issued, now, arrival);
            if (standing.good()) {
                good.add(grants.worth(issued.grant(), now, arrival));
            } else if (obstacle.isEmpty()) {
                obstacle = Optional.of(standing);
            }
        }
        return good.isEmpty() ? withoutGrant(person, target, obstacle) : withGrant(target, good);
    }

    private Admission withGrant(TargetName target, List<Grant> good) {
        if (targets.agentOf(target).isEmpty()) {
            return refused(Admission.Reason.NO_AGENT, "No agent is enrolled on " + target + " yet.");
        }
        if (!tunnels.online(target)) {
            return refused(Admission.Reason.OFFLINE,
                    "The agent on " + target + " is not connected now. Try again later.");
        }
        return switch (authority.state()) {
            case READY -> new Admission.Admitted(good);
            case SEALED -> refused(Admission.Reason.AUTHORITY,
                    "The authority is sealed: an administrator has to unseal it. No new session until then.");
            case UNREACHABLE -> refused(Admission.Reason.AUTHORITY,
                    "The authority does not answer. No new session until it does.");
        };
    }

    private Admission withoutGrant(Person person, TargetName target, Optional<Standing> obstacle) {
        if (obstacle.isPresent()) {
            Admission.Reason reason = obstacle.get().kind() == Standing.Kind.NOT_YET
                    ? Admission.Reason.NOT_YET
                    : Admission.Reason.ENDED;
            return refused(reason, obstacle.get().text());
        }
        Optional<AccessRequest> latest = requests.latest(person.name(), target);
        String ask = "No grant for " + target + ". Ask: ssh gw request " + target
                + " --as LOGIN --for 1h --reason \"...\"";
        if (latest.isEmpty()) {
            return refused(Admission.Reason.NO_GRANT, ask);
        }
        AccessRequest request = latest.get();
        return switch (request.state()) {
            case PENDING ->
                refused(Admission.Reason.PENDING, "Your request " + request.id() + " for " + target
                        + " waits for " + waitsFor.text(request) + ".");
            case DENIED -> refused(Admission.Reason.DENIED, "Your request " + request.id() + " was denied by "
                    + request.closing().flatMap(AccessRequest.Closing::by).flatMap(people::byName)
                            .map(Person::fullName)
                            .orElse("an approver")
                    + ": \"" + request.closing().map(AccessRequest.Closing::comment).orElse("") + "\"");
            case GRANTED, CANCELLED, EXPIRED, VOID -> refused(Admission.Reason.NO_GRANT, ask);
        };
    }

    private static Admission refused(Admission.Reason reason, String hint) {
        return new Admission.Refused(reason, hint);
    }
}
