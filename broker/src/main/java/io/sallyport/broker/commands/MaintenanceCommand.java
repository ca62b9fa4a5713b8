package io.sallyport.broker.commands;

import io.sallyport.broker.maintenance.Maintenance;
import io.sallyport.broker.maintenance.MaintenanceDesk;
import io.sallyport.broker.maintenance.MaintenanceForm;
import io.sallyport.broker.maintenance.MaintenanceId;
import io.sallyport.broker.maintenance.MaintenanceOutcome;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maintenance}: what is declared; {@code declare} and {@code end}. */
@Command(footer = {"", "Examples:", "  ssh gw maintenance",
        "  ssh gw maintenance declare --target db-1 --until 23:00 --reason '\"kernel update\"'",
        "  ssh gw maintenance declare --where env=prod --where role=db --from 22:00 --until 02:00 --reason patches",
        "  ssh gw maintenance end m-abcdefghij", "",
        "Times are UTC. You must be in the group that owns each of the targets; what you declare opens nothing that you",
        "ask for or approve yourself."})
final class MaintenanceCommand implements GatewayCommand {
    static final List<String> HEAD = List.of("MAINTENANCE", "STATE", "FROM", "UNTIL", "BY", "TARGETS",
            "REASON");
    private static final int SHOWN = 3;

    private final Call call;

    @Parameters(index = "0", paramLabel = "declare|end", arity = "0..1", description = "what to do; without it: list")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1", paramLabel = "ID", arity = "0..1", description = "which one to end")
    private Optional<String> id = Optional.empty();
    @Option(names = "--target", paramLabel = "TARGET", description = "for this target; may be repeated")
    private List<String> targets = List.of();
    @Option(names = "--where", paramLabel = "LABEL=VALUE", description = "for every target with this label; repeated: with all of them")
    private List<String> where = List.of();
    @Option(names = "--from", paramLabel = "TIME", description = "from when on, such as 22:00 (default: now)")
    private Optional<String> from = Optional.empty();
    @Option(names = "--until", paramLabel = "TIME", description = "until when, such as 23:00 or 2026-11-24T23:00Z")
    private Optional<String> until = Optional.empty();
    @Option(names = "--reason", paramLabel = "TEXT", description = "why")
    private Optional<String> reason = Optional.empty();

    MaintenanceCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        return switch (verb.orElse("")) {
            case "" -> list();
            case "declare" -> id.isEmpty() ? declare() : usage();
            case "end" -> id.flatMap(MaintenanceId::parse)
                    .map(which -> said(call.desks().maintenance().end(call.person(), which), "ended"))
                    .orElseGet(() -> call.say()
                            .usage("ssh gw maintenance end ID, with an id as ssh gw maintenance shows it."));
            default -> usage();
        };
    }

    private int usage() {
        return call.say().usage("ssh gw maintenance, or: declare (--target T | --where LABEL=VALUE)"
                + " --until TIME --reason TEXT, or: end ID");
    }

    private int list() {
        List<Maintenance> all = call.desks().maintenance().list(call.person());
        Instant now = call.desks().time().instant();
        if (call.say().json()) {
            return call.say().json(Json.array(all.stream().map(each -> json(each, now)).toList()));
        }
        if (all.isEmpty()) {
            return call.say().done("No maintenance is declared.");
        }
        call.say().table(HEAD, all.stream().map(each -> row(each, now)).toList());
        return Say.DONE;
    }

    private int declare() {
        Instant now = call.desks().time().instant();
        Optional<Instant> begin = from.flatMap(text -> Times.instant(text, now));
        // 02:00 is the next one after the beginning, not after now.
        Optional<Instant> end = until.flatMap(text -> Times.instant(text, begin.orElse(now)));
        if (from.isPresent() && begin.isEmpty()) {
            return call.say().usage("--from takes a time (UTC), such as 22:00 or 2026-11-24T22:00Z.");
        }
        if (end.isEmpty()) {
            return call.say().usage("--until takes a time (UTC), such as 23:00 or 2026-11-24T23:00Z.");
        }
        if (reason.isEmpty()) {
            return call.say().usage("--reason says why: 1 to " + MaintenanceDesk.REASON + " characters.");
        }
        Set<TargetName> names = new HashSet<>();
        for (String text : targets) {
            Optional<TargetName> name = TargetName.parse(text);
            if (name.isEmpty()) {
                return call.say().usage("--target takes the name of a target. See: ssh gw targets");
            }
            names.add(name.get());
        }
        Map<String, String> labels = new TreeMap<>();
        for (String text : where) {
            int sign = text.indexOf('=');
            if (sign < 1 || labels.put(text.substring(0, sign), text.substring(sign + 1)) != null) {
                return call.say().usage("--where takes LABEL=VALUE, each label once.");
            }
        }
        return said(call.desks().maintenance().declare(call.person(),
                new MaintenanceForm(names, labels, begin, end.get(), reason.get())), "declared");
    }

    private int said(MaintenanceOutcome outcome, String done) {
        return switch (outcome) {
            case MaintenanceOutcome.Done(Maintenance made) -> call.say().json()
                    ? call.say().json(Json.object().put(done, json(made, call.desks().time().instant()))
                            .build())
                    : call.say().done(made.id() + ": " + done + ", " + targets(made)
                            + (done.equals("ended")
                                    ? ". What it had opened ends in a few minutes."
                                    : ", " + Times.shown(made.from()) + " to " + Times.shown(made.until())
                                            + ". To end it: ssh gw maintenance end " + made.id()));
            case MaintenanceOutcome.Refused(MaintenanceOutcome.Reason why, String text) ->
                why == MaintenanceOutcome.Reason.BAD_MAINTENANCE
                        ? call.say().usage(text)
                        : call.say().refused(text);
        };
    }

    static Json.Obj json(Maintenance maintenance, Instant now) {
        return Json.object().put("maintenance", maintenance.id().value())
                .put("state", state(maintenance, now))
                .put("from", maintenance.from().toString()).put("until", maintenance.until().toString())
                .put("ended", maintenance.ended().map(Instant::toString))
                .put("declarer", maintenance.declarer().value())
                .put("targets", Json.strings(maintenance.targets().keySet().stream().map(TargetName::value)
                        .toList()))
                .put("reason", maintenance.reason()).build();
    }

    private static List<String> row(Maintenance maintenance, Instant now) {
        return List.of(maintenance.id().value(), state(maintenance, now), Times.shown(maintenance.from()),
                Times.shown(maintenance.over()), maintenance.declarer().value(), targets(maintenance),
                maintenance.reason());
    }

    private static String targets(Maintenance maintenance) {
        List<String> names = maintenance.targets().keySet().stream().map(TargetName::value).toList();
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }

    private static String state(Maintenance maintenance, Instant now) {
        return maintenance.state(now).code();
    }
}
