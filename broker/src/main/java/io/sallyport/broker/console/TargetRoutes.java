package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.util.List;
import java.util.Map;

/** The machines the viewer may know of, and whether they can be reached now. */
final class TargetRoutes {
    private final Targets targets;
    private final TunnelPort tunnels;
    private final Pages pages;

    TargetRoutes(Targets targets, TunnelPort tunnels, Pages pages) {
        this.targets = targets;
        this.tunnels = tunnels;
        this.pages = pages;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/targets", Access.SIGNED_IN, this::page),
                Endpoint.get("/api/v1/targets", Access.SIGNED_IN, this::list));
    }

    private Reply page(Call call) {
        Person viewer = call.caller().person();
        List<TargetView> views = targets.visibleTo(viewer).stream().map(target -> view(target, viewer))
                .toList();
        return Reply.page("targets",
                Map.of("chrome", pages.chrome(call, "Targets", "/targets"), "targets", views));
    }

    private TargetView view(Target target, Person viewer) {
        boolean online = tunnels.online(target.name());
        String state = online ? "Connected" : target.enrolled() ? "Away" : "Not enrolled";
        return new TargetView(target.name().value(), Text.plain(target.notes()),
                target.labels().entrySet().stream().map(label -> label.getKey() + "=" + label.getValue())
                        .toList(),
                target.owner().value(), state, online ? "good" : target.enrolled() ? "wait" : "",
                viewer.is(Role.ENGINEER));
    }

    private Reply list(Call call) {
        List<Json.Obj> items = targets.visibleTo(call.caller().person()).stream().map(this::json).toList();
        return Reply.data(Json.object().put("targets", Json.array(items)).build());
    }

    private Json.Obj json(Target target) {
        JsonBuilder labels = Json.object();
        target.labels().forEach(labels::put);
        return Json.object().put("name", target.name().value()).put("labels", labels)
                .put("owner", target.owner().value()).put("notes", target.notes())
                .put("enrolled", target.enrolled()).put("online", tunnels.online(target.name())).build();
    }
}
