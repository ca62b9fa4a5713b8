package io.sallyport.broker.maintenance;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.MaintenanceEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Declaring maintenance and ending it. Who declares one must be in the group that owns each of its targets; which targets those are is
 * settled when it is declared, so that no later label or owner puts another machine into it. Blocking; safe for many threads.
 */
public final class MaintenanceDesk {
    public static final Duration LONGEST = Duration.ofDays(7);
    public static final Duration SHORTEST = Duration.ofMinutes(1);
    public static final Duration AHEAD = Duration.ofDays(30);
    public static final int REASON = 500;
    /** Of one maintenance, so that its event always fits. */
    public static final int MOST_TARGETS = 200;
    /** Open or to come at one time. */
    private static final int MOST = 200;
    /** A form takes a while to arrive. */
    private static final Duration BACK = Duration.ofMinutes(5);

    private final AuditTrail trail;
    private final MaintenanceStore store;
    private final Maintenances maintenances;
    private final People people;
    private final Targets targets;
    private final RandomGenerator random;

    public MaintenanceDesk(AuditTrail trail, MaintenanceStore store, Maintenances maintenances, People people,
            Targets targets, RandomGenerator random) {
        this.trail = trail;
        this.store = store;
        this.maintenances = maintenances;
        this.people = people;
        this.targets = targets;
        this.random = random;
    }

    /** Declares. Allowed: approvers and administrators of the company, for targets that a group of theirs owns. */
    public MaintenanceOutcome declare(Person by, MaintenanceForm form) {
        return trail.commit(at -> {
            Optional<Person> now = now(by);
            if (now.isEmpty()) {
                return refuse(MaintenanceOutcome.Reason.NOT_ALLOWED,
                        "Declaring maintenance takes the role approver or administrator, inside the company.");
            }
            // Policy knows whole seconds: what begins now has begun for it too.
            Instant from = form.from().filter(at::isBefore).orElse(at).truncatedTo(ChronoUnit.SECONDS);
            Optional<String> wrong = wrong(form, from, at);
            if (wrong.isPresent()) {
                return refuse(MaintenanceOutcome.Reason.BAD_MAINTENANCE, wrong.get());
            }
            if (maintenances.current().size() >= MOST) {
                return refuse(MaintenanceOutcome.Reason.TOO_MANY, "There are " + MOST
                        + " maintenances already. End some: ssh gw maintenance");
            }
            List<Target> covered = covered(form);
            Optional<Ruling<MaintenanceOutcome>> no = notCovered(form, covered, now.get());
            return no.orElseGet(() -> declared(now.get(), form, covered, from, at));
        });
    }

    private Ruling<MaintenanceOutcome> declared(Person by, MaintenanceForm form, List<Target> covered,
            Instant from, Instant at) {
        Map<TargetName, GroupName> owners = new TreeMap<>();
        covered.forEach(target -> owners.put(target.name(), target.owner()));
        Maintenance made = new Maintenance(MaintenanceId.random(random), by.name(), owners, from,
                form.until().truncatedTo(ChronoUnit.SECONDS), form.reason(), Optional.empty());
        Map<String, GroupName> written = new TreeMap<>();
        owners.forEach((target, owner) -> written.put(target.value(), owner));
        return Ruling.of(new MaintenanceOutcome.Done(made), new MaintenanceEvent.MaintenanceDeclared(at,
                Actor.of(by.name()), made.id().value(), by.name(), written, from, made.until(),
                form.reason()));
    }

    private static Optional<String> wrong(MaintenanceForm form, Instant from, Instant at) {
        if (form.reason().isBlank() || form.reason().length() > REASON
                || form.reason().chars().anyMatch(Character::isISOControl)) {
            return Optional.of("Say why, in one line of at most " + REASON + " characters.");
        }
        if (form.from().filter(wished -> wished.isBefore(at.minus(BACK))
                || wished.isAfter(at.plus(AHEAD))).isPresent()) {
            return Optional.of("The beginning must lie between now and " + AHEAD.toDays() + " days ahead.");
        }
        Duration length = Duration.between(from, form.until());
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            return Optional.of("A maintenance lasts at least " + SHORTEST.toMinutes()
                    + " minute and at most " + LONGEST.toDays() + " days, and ends after now.");
        }
        return form.targets().isEmpty() == form.where().isEmpty()
                ? Optional.of("Name targets, or the labels they have: one of the two.")
                : Optional.empty();
    }

    private List<Target> covered(MaintenanceForm form) {
        return targets.all().stream().filter(target -> form.where().isEmpty()
                ? form.targets().contains(target.name())
                : form.where().entrySet().stream().allMatch(
                        label -> label.getValue().equals(target.labels().get(label.getKey()))))
                .toList();
    }

    private static Optional<Ruling<MaintenanceOutcome>> notCovered(MaintenanceForm form,
            List<Target> covered, Person by) {
        if (covered.isEmpty() || (form.where().isEmpty() && covered.size() < form.targets().size())) {
            return Optional.of(refuse(MaintenanceOutcome.Reason.UNKNOWN_TARGET, form.where().isEmpty()
                    ? "There is no such target. See: ssh gw targets"
                    : "No target has these labels. See: ssh gw targets"));
        }
        if (covered.size() > MOST_TARGETS) {
            return Optional.of(refuse(MaintenanceOutcome.Reason.BAD_MAINTENANCE,
                    "That are " + covered.size() + " targets; one maintenance covers at most "
                            + MOST_TARGETS + "."));
        }
        List<Target> others = covered.stream().filter(target -> !by.groups().contains(target.owner()))
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(refuse(MaintenanceOutcome.Reason.NOT_OWNER,
                        "You are not in the group that owns "
                                + others.getFirst().name() + " (" + others.getFirst().owner() + ")"
                                + (others.size() > 1 ? ", nor of " + (others.size() - 1) + " more" : "")
                                + ". Somebody of that group has to declare it."));
    }

    /**
     * Ends one early, or takes back one that has not begun. It can only make things shorter, so besides its declarer every administrator of the
     * company may, and every approver who answers for one of its targets.
     */
    public MaintenanceOutcome end(Person by, MaintenanceId id) {
        return trail.commit(at -> {
            Optional<Maintenance> found = maintenances.current().stream()
                    .filter(each -> each.id().equals(id)).findFirst();
            if (found.isEmpty()) {
                return refuse(MaintenanceOutcome.Reason.NO_SUCH_MAINTENANCE,
                        "There is no maintenance " + id + " that is open or to come.");
            }
            Optional<Person> now = now(by);
            if (now.filter(person -> mayEnd(person, found.get())).isEmpty()) {
                return refuse(MaintenanceOutcome.Reason.NOT_ALLOWED, "Ending a maintenance takes the one who"
                        + " declared it, an approver of a group that owns one of its targets, or an"
                        + " administrator of the company.");
            }
            Maintenance old = found.get();
            Maintenance over = new Maintenance(old.id(), old.declarer(), old.targets(), old.from(),
                    old.until(), old.reason(), Optional.of(at));
            return Ruling.of(new MaintenanceOutcome.Done(over), new MaintenanceEvent.MaintenanceEnded(at,
                    Actor.of(by.name()), id.value(), by.name()));
        });
    }

    private static boolean mayEnd(Person person, Maintenance maintenance) {
        return maintenance.declarer().equals(person.name()) || person.is(Role.ADMINISTRATOR)
                || maintenance.targets().values().stream().anyMatch(person.groups()::contains);
    }

    /** The newest 100 that this person may know of, those that are over too: all for the company's approvers, administrators and for auditors. */
    public List<Maintenance> list(Person viewer) {
        return viewer.is(Role.AUDITOR) || mayAct(viewer) ? store.newest(100) : List.of();
    }

    /** Whether this person may declare at all, and whether the pages should offer it. */
    public static boolean mayAct(Person person) {
        return person.enabled() && person.internal()
                && (person.is(Role.APPROVER) || person.is(Role.ADMINISTRATOR));
    }

    // As the directory has them at this moment, not as they were when they connected.
    private Optional<Person> now(Person by) {
        return people.byName(by.name()).filter(MaintenanceDesk::mayAct);
    }

    private static Ruling<MaintenanceOutcome> refuse(MaintenanceOutcome.Reason reason, String text) {
        return Ruling.of(new MaintenanceOutcome.Refused(reason, text));
    }
}
