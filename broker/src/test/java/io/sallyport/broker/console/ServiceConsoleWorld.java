package io.sallyport.broker.console;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.service.ServiceForm;
import io.sallyport.broker.service.ServiceOutcome;
import io.sallyport.broker.waiting.WaitingViews;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A console over the broker's own desks with two providers: mona manages acme and owns {@code robot} of the directory file and {@code bot} that
 * was made here; gary manages globex and owns {@code gx}; ines administers.
 */
final class ServiceConsoleWorld implements AutoCloseable {
    final World world;
    final ConsoleWorld console;

    ServiceConsoleWorld(Path folder) throws IOException {
        this.world = World.in(folder);
        adopt("");
        var domain = world.domain;
        this.console = new ConsoleWorld(Files.createDirectories(folder.resolve("console")),
                new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                        world.tunnels,
                        new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                                _ -> List.of(), world.clock),
                        new DeskReviews(domain.reviews(), domain.reviewViews()),
                        new DeskSessions(domain.sessionViews()), new VaultRecordings(domain.vault()),
                        new FakePolicies(), MaintenanceBook.of(domain.maintenance()),
                        domain.trail().feed(), List::of,
                        Confirmations.by(domain.stepUp(), domain.signIn(), Confirmations.Raise.EMBEDDED),
                        Leaving.of(domain.departures(), world.clock),
                        KeyBook.of(domain.people(), domain.keys().desk()), Joining.NONE,
                        ProviderBook.of(domain.providers()), ServiceBook.of(domain.services()),
                        new WaitingViews(domain.keys(), domain.departures().views(), domain.providers(),
                                domain.services(), world.clock)::of,
                        Optional.empty(), Optional.of(domain.tokens()), Optional.empty()),
                world.clock);
        make("bot", "acme", "mona", "Nightly <b>");
        make("gx", "globex", "gary", "Globex copies");
    }

    /** The directory again; {@code aboutMona}: what else it says of her. */
    void adopt(String aboutMona) {
        var _ = world.adopt(World.text()
                .replace("title: Acme Managed Services }",
                        "title: Acme Managed Services }\n  - { name: globex, kind: provider, title: Globex }")
                .replace("engagements:\n",
                        """
                                  - { name: ines, full_name: Ines Insider, organisation: example, roles: [administrator], keys: ["%s"] }
                                  - { name: mona, full_name: Mona Manager, organisation: acme, roles: [manager]%s, keys: ["%s"] }
                                  - { name: gary, organisation: globex, roles: [manager], keys: ["%s"] }
                                  - { name: robot, kind: service, owner: mona, until: 2099-12-31, networks: [203.0.113.0/24], organisation: acme, roles: [engineer], keys: ["%s"] }
                                engagements:
                                """
                                .formatted(World.key(21), aboutMona, World.key(22), World.key(24),
                                        World.key(23))));
    }

    private void make(String name, String organisation, String owner, String title) {
        ServiceOutcome made = world.domain.services().desk().add(world.person("ines"),
                new ServiceForm(new PersonName(name), title, new OrganisationName(organisation),
                        new ServiceAccount(new PersonName(owner), Instant.parse("2026-07-01T00:00:00Z"),
                                List.of(Cidr.parse("203.0.113.0/24").orElseThrow(),
                                        Cidr.parse("127.0.0.1").orElseThrow())),
                        Set.of(new GroupName(organisation + "/night"))));
        if (!(made instanceof ServiceOutcome.Done)) {
            throw new IllegalStateException(made.toString());
        }
    }

    /** A browser whose sign-in proved nothing but a key. */
    ConsoleWorld.Browser as(String who) {
        return console.signIn(world.person(who));
    }

    /** A browser that showed a second factor so long ago. */
    ConsoleWorld.Browser proven(String who, Duration ago) {
        var session = world.domain.signIn().open(new PersonName(who),
                new Assurance(Mfa.OTP, world.clock.instant().minus(ago)), Optional.empty()).orElseThrow();
        return new ConsoleWorld.Browser(Callers.COOKIE + "=" + session.id(), session.csrfToken());
    }

    /** The same as a bearer. */
    String provenToken(String who, Duration ago) {
        return world.domain.signIn().open(new PersonName(who),
                new Assurance(Mfa.OTP, world.clock.instant().minus(ago)), Optional.empty()).orElseThrow()
                .id();
    }

    String token(String who) {
        return console.token(world.person(who));
    }

    String page(ConsoleWorld.Browser browser, String path) {
        return console.get(path, browser).body();
    }

    HttpResponse<String> post(ConsoleWorld.Browser browser, String path, String... fields) {
        StringBuilder form = new StringBuilder("_csrf=").append(browser.csrf());
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return console.post(path, browser, form.toString());
    }

    HttpResponse<String> api(String method, String path, String token, String json) {
        return console.api(method, "/api/v1/service-accounts" + path, token, json);
    }

    Person account(String name) {
        return world.person(name);
    }

    static Json.Obj json(HttpResponse<String> response) {
        return JsonParser.parseObject(response.body(), 1 << 20, 12);
    }

    /** Without the number of the call and the token of the session. */
    static String plain(HttpResponse<String> response) {
        return response.statusCode() + response.body().replaceAll("[0-9a-f]{16}", "");
    }

    @Override
    public void close() {
        console.close();
        world.close();
    }
}
