package io.sallyport.broker.console;

import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Health: two plain words for whoever watches from outside, details for those who run it. */
final class HealthRoutes {
    private final HealthProbe health;
    private final Pages pages;
    private final Readiness readiness;

    /** @param nanos monotonic, in nanoseconds */
    HealthRoutes(HealthProbe health, Pages pages, LongSupplier nanos) {
        this.health = health;
        this.pages = pages;
        this.readiness = new Readiness(
                () -> health.checks().stream().allMatch(check -> check.ok() || !check.needed()), nanos);
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/health", Access.OPERATORS, this::page),
                Endpoint.get("/api/v1/health/live", Access.OPEN, call -> Reply.data(word("live"))),
                Endpoint.get("/api/v1/health/ready", Access.OPEN, call -> ready()),
                Endpoint.get("/api/v1/health", Access.OPERATORS, call -> details()));
    }

    private Reply page(Call call) {
        List<CheckView> checks = health.checks().stream()
                .map(check -> new CheckView(check.code(), name(check.code()), check.ok(),
                        Text.plain(check.detail())))
                .toList();
        return Reply.page("system",
                Map.of("chrome", pages.chrome(call, "Health", "/health"), "checks", checks));
    }

    private Reply ready() {
        boolean ready = readiness.now();
        return new Reply.Data(ready ? 200 : 503, word(ready ? "ready" : "not-ready"));
    }

    private Reply details() {
        List<HealthProbe.Check> checks = health.checks();
        boolean ready = checks.stream().allMatch(check -> check.ok() || !check.needed());
        return Reply.data(Json.object().put("status", ready ? "ready" : "not-ready")
                .put("checks", Json.array(checks.stream().map(HealthRoutes::json).toList())).build());
    }

    private static Json.Obj json(HealthProbe.Check check) {
        return Json.object().put("code", check.code()).put("ok", check.ok()).put("needed", check.needed())
                .put("detail", check.detail()).build();
    }

    private static Json.Obj word(String status) {
        return Json.object().put("status", status).build();
    }

    private static String name(String code) {
        return switch (code) {
            case "journal" -> "Journal";
            case "database" -> "Database";
            case "authority" -> "Authority";
            case "policy" -> "Policy";
            case "emergencies" -> "Emergency access";
            case "agents" -> "Agents";
            case "sign-in" -> "Identity provider";
            case "tickets" -> "Ticket system";
            case "accounts" -> "Accounts";
            default -> code;
        };
    }
}
