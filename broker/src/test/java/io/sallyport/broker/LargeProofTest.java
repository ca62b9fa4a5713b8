package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.departure.DepartureId;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof of a large off-boarding over the admin socket: its frame is larger than any other, and bounded. */
class LargeProofTest {
    private static final int PEOPLE = 2000;
    private static final int KEYS = 5000;
    private final World world;
    private final Path socket;

    LargeProofTest(@TempDir Path folder) {
        this.world = World.in(folder);
        this.socket = folder.resolve("admin.sock");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private DepartureId gone() {
        DepartureId id = DepartureId.random(world.random);
        world.domain.trail().<Boolean>commit(at -> new Ruling<>(true, events(id, at)));
        return id;
    }

    private List<Event> events(DepartureId id, Instant at) {
        List<Event> events = new ArrayList<>();
        events.add(new DepartureEvent.DepartureOrdered(at, Actor.OPERATOR, id.value(), "provider", "acme",
                "contract over", List.of(), Optional.empty()));
        int given = 0;
        for (int i = 0; i < PEOPLE; i++) {
            int until = (i + 1) * KEYS / PEOPLE;
            List<KeyFingerprint> keys = new ArrayList<>();
            for (; given < until; given++) {
                keys.add(fingerprint());
            }
            events.add(new DepartureEvent.DepartureListed(at, Actor.OPERATOR, id.value(),
                    new PersonName("person-" + i), new OrganisationName("acme"), keys, List.of(), List.of(),
                    List.of(), List.of(), 0));
        }
        return events;
    }

    private KeyFingerprint fingerprint() {
        byte[] hash = new byte[32];
        world.random.nextBytes(hash);
        return new KeyFingerprint("SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash));
    }

    private Json.Obj proof(DepartureId id, int mostBytes) throws IOException {
        DepartureOrders orders = new DepartureOrders(world.domain.departures(), world.clock);
        try (AdminSocket _ = AdminSocket.listen(socket, orders::answer, mostBytes)) {
            return AdminSocket.ask(socket,
                    Json.object().put("order", DepartureOrders.ORDER).put("verb", "proof")
                            .put("name", id.value()).build());
        }
    }

    @Test
    void aProofOfTwoThousandPeopleComesWholeOverTheSocket() throws IOException {
        DepartureId id = gone();
        Json.Obj answer = proof(id, AdminSocket.ANSWER_BYTES);
        assertTrue(answer.bool("ok"), answer.strings("lines").getFirst());
        Json.Obj proof = answer.object("result");
        assertTrue(proof.canonical().length > Limits.FRAME_BYTES, "larger than a frame elsewhere");
        assertEquals(PEOPLE, proof.objects("people").size());
        assertEquals(KEYS,
                proof.objects("people").stream().mapToInt(each -> each.strings("keys").size()).sum());
    }

    @Test
    void whatIsTooLargeIsRefusedInWords() throws IOException {
        DepartureId id = gone();
        Json.Obj answer = proof(id, Limits.FRAME_BYTES);
        assertFalse(answer.bool("ok"));
        assertTrue(answer.strings("lines").getFirst().endsWith("no more than 65536 go through here"),
                answer.strings("lines").getFirst());
    }
}
