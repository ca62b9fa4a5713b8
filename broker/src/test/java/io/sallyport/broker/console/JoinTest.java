package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.InvitationForm;
import io.sallyport.broker.provider.InvitationOutcome;
import io.sallyport.policies.id.OrganisationName;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page where the invited come in, over the broker's own desks. */
final class JoinTest {
    private final World world;
    private final ConsoleWorld console;

    JoinTest(@TempDir Path folder) throws IOException {
        this.world = World.in(folder);
        world.adopt(World.text().replace("kind: provider, title: Acme Managed Services",
                "kind: provider, title: 'Acme <b>', sponsor: ada, mail_domains: [acme.example]"));
        var domain = world.domain;
        var policies = world.policies(false);
        policies.started(Optional.empty());
        this.console = new ConsoleWorld(Files.createDirectories(folder.resolve("console")),
                new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                        world.tunnels,
                        new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                                _ -> List.of(), world.clock),
                        new DeskReviews(domain.reviews(), domain.reviewViews()),
                        new DeskSessions(domain.sessionViews()), new VaultRecordings(domain.vault()),
                        new DeskPolicies(policies), MaintenanceBook.of(domain.maintenance()),
                        domain.trail().feed(), List::of, Confirmations.NONE,
                        Leaving.of(domain.departures(), world.clock),
                        KeyBook.of(domain.people(), domain.keys().desk()),
                        Joining.of(domain.providers().joining()),
                        ProviderBook.NONE, ServiceBook.NONE, WaitingList.NONE, Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private String secret() {
        InvitationForm form = new InvitationForm(new OrganisationName("acme"), "nina@acme.example",
                "Nina <script>", Set.of());
        Invitation invitation = ((InvitationOutcome.Done) world.domain.providers().invitations()
                .invite(world.person("ada"), form)).invitation();
        return ((InvitationOutcome.Linked) world.domain.providers().invitations().link(world.person("ada"),
                invitation.id())).secret();
    }

    private HttpResponse<String> post(String path, Map<String, String> fields) {
        return console.postFromOwnPage(path, fields.entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    @Test
    void theLinkShowsTermsAndNoticeAndMakesThePersonOnce() {
        String secret = secret();
        HttpResponse<String> page = post("/join", Map.of("code", secret));
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("the notice") && page.body().contains("the terms"), page.body());
        assertTrue(page.body().contains("Acme &lt;b"), page.body());
        assertFalse(page.body().contains("<script>Nina") || page.body().contains("Nina <script>"));
        String hash = world.domain.providers().joining().terms().termsHash();
        HttpResponse<String> joined = post("/join/accept", Map.of("code", secret, "name", "nina", "full_name",
                "Nina New", "key", World.key(40), "terms", hash));
        assertEquals(200, joined.statusCode(), joined.body());
        assertTrue(joined.body().contains("data-joined=\"nina\""), joined.body());
        assertTrue(world.person("nina").enabled());
        assertEquals(403, post("/join", Map.of("code", secret)).statusCode());
    }

    @Test
    void whoDoesNotAgreeIsNotLetInAndLosesNothing() {
        String secret = secret();
        HttpResponse<String> refused = post("/join/accept",
                Map.of("code", secret, "name", "nina", "full_name",
                        "Nina New", "key", World.key(40)));
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("value=\"nina\"") && refused.body().contains(World.key(40)),
                refused.body());
        assertTrue(world.domain.people().byName(new io.sallyport.policies.id.PersonName("nina")).isEmpty());
    }

    @Test
    void aGuesserIsStoppedAndAForeignSiteToo() {
        String secret = secret();
        for (int i = 0; i < SourceThrottle.WRONG; i++) {
            assertEquals(403, post("/join", Map.of("code", "x" + i)).statusCode());
        }
        assertEquals(403, post("/join", Map.of("code", secret)).statusCode(),
                "even with the right one, for now");
        assertEquals(403, post("/join", Map.of()).statusCode());
    }
}
