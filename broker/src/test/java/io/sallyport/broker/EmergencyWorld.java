package io.sallyport.broker;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Finding;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewOutcome;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link World} whose policy knows emergencies: two of them in 30 days for each provider, at most an hour, reviewed by one of
 * ops-owners and one of security within 24 hours, and told to db-owners. Besides the people of the world there are Dora of db-owners, who
 * has no role that counts, and Gita of another provider.
 */
public final class EmergencyWorld implements AutoCloseable {
    public static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: acme-normal
                title: By day
                who: { group: acme/ops }
                where: any-host
                login: deploy
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true, sftp: read }
              - id: acme-emergency
                title: Emergency
                who: { group: acme/ops }
                where: any-host
                login: deploy
                max: 1h
                approval:
                  after: [{ count: 1, from: ops-owners }, { count: 1, from: security }]
                  within: 24h
                  unreviewed: suspend
                  quota: 2 per 30d
                  notify: [db-owners]
                rights: { shell: true, sftp: read }
            """;

    public final World world;
    private final Path folder;
    private int policies;

    public EmergencyWorld(Path folder) {
        this(folder, World.in(folder));
        world.adopt(people());
        activate(RULES);
    }

    /** Over a world that has the people and the policy already. */
    public EmergencyWorld(Path folder, World world) {
        this.folder = folder;
        this.world = world;
    }

    /** The directory of these tests. */
    public static String people() {
        return World.text()
                .replace("engagements:\n", """
                          - { name: dora, full_name: Dora Database, organisation: example, groups: [db-owners], roles: [engineer], keys: ["%s"] }
                          - { name: gita, full_name: Gita Globex, organisation: globex, groups: [acme/ops], roles: [engineer], keys: ["%s"] }
                        engagements:
                          - { id: globex-2026, provider: globex, sponsor: ada, targets: { env: [staging, prod] }, until: 2026-12-31 }
                        """
                        .formatted(World.key(8), World.key(9)))
                .replace("people:\n", "  - { name: globex, kind: provider, title: Globex }\npeople:\n")
                .replace("until: 2026-03-31", "until: 2026-12-31");
    }

    /** Brings these rules into force. */
    public void activate(String rules) {
        try {
            policies++;
            world.domain.policy().activate(World.policy(folder, "emergency-" + policies, rules),
                    Actor.OPERATOR, java.util.Optional.empty(), java.util.Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RequestOutcome ask(String who, String target) {
        return world.domain.requests().request(world.person(who),
                World.form(target, "deploy", Duration.ofHours(1)).withBreakGlass(true));
    }

    public RequestOutcome ask(String who) {
        return ask(who, "web-1");
    }

    /** Emergency access that has to be given. */
    public AccessRequest granted(String who) {
        RequestOutcome outcome = ask(who);
        if (outcome instanceof RequestOutcome.Granted(AccessRequest request, var _)) {
            return request;
        }
        throw new AssertionError(outcome.toString());
    }

    public ReviewOutcome review(String who, RequestId id, Finding finding) {
        return world.domain.reviews().review(world.person(who), id, finding, "looked at the recording");
    }

    /** Reviews it by two people. */
    public void reviewed(RequestId id) {
        review("otto", id, Finding.JUSTIFIED);
        if (!(review("sue", id, Finding.JUSTIFIED) instanceof ReviewOutcome.Noted(Review review, var _))
                || review.open()) {
            throw new AssertionError("not reviewed");
        }
    }

    /** The review as it is on record. */
    public Review review(RequestId id) {
        return world.domain.reviewViews().of(world.person("aud"), id).orElseThrow();
    }

    /** Every event of a type so far. */
    public List<Json.Obj> events(String type) {
        List<Json.Obj> found = new ArrayList<>();
        world.journal.replay(0, (_, bytes) -> {
            Json.Obj event = JsonParser.parseObject(bytes, 1 << 20, 12);
            if (event.string("type").equals(type)) {
                found.add(event);
            }
        });
        return found;
    }

    @Override
    public void close() {
        world.close();
    }
}
