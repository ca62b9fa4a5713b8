package io.sallyport.broker.commands;

import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code targets}: what the engineer may ask for, and what is open to them now. */
@Command(footer = {"", "Examples:", "  ssh gw targets", "  ssh gw targets --label env=staging",
        "  ssh gw targets --json"})
final class TargetsCommand implements GatewayCommand {
    private final Call call;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "only those with this label")
    private Map<String, String> labels = Map.of();

    TargetsCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        List<Target> targets = call.desks().targets().visibleTo(call.person()).stream()
                .filter(target -> target.labels().entrySet().containsAll(labels.entrySet())).toList();
        if (call.say().json()) {
            return call.say().json(Json.array(targets.stream().map(t -> Render.json(t, online(t))).toList()));
        }
        if (targets.isEmpty()) {
            return call.say()
                    .done("There is no target for you" + (labels.isEmpty() ? "." : " with this label."));
        }
        List<IssuedGrant> grants = call.desks().requestViews().grants(call.person());
        call.say().table(List.of("TARGET", "AGENT", "LABELS", "OPEN", "NOTES"),
                targets.stream().map(target -> row(target, grants)).toList());
        return Say.DONE;
    }

    private List<String> row(Target target, List<IssuedGrant> grants) {
        String labelled = target.labels().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(","));
        String open = grants.stream().map(IssuedGrant::grant)
                .filter(grant -> grant.target().equals(target.name()))
                .map(grant -> grant.login() + " until " + Times.shown(grant.notAfter()))
                .collect(Collectors.joining(", "));
        return List.of(target.name().value(), online(target) ? "online" : "offline", labelled,
                open.isEmpty() ? "-" : open,
                target.notes().lines().findFirst().orElse(""));
    }

    private boolean online(Target target) {
        return call.desks().tunnels().online(target.name());
    }
}
