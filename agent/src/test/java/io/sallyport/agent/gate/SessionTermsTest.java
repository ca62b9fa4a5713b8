package io.sallyport.agent.gate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Recording;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.Sftp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SessionTermsTest {

    private final SteeredClock clock = new SteeredClock();

    @Property(tries = 300)
    void noOrderMakesAnythingWider(@ForAll long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        SessionTerms terms = new SessionTerms(new RightsGate(rights(random), Optional.empty()),
                new GrantEnd(end(random), "end", clock, clock::nanos), 0);
        for (int epoch = 1; epoch <= 5; epoch++) {
            var order = new NarrowOrder(epoch, rights(random), end(random), "", "0".repeat(64), "");
            if (terms.weigh(
                    order) instanceof SessionTerms.Weighed.Tighter(SessionTerms next, List<String> fields)) {
                assertTrue(next.rights().rights().within(terms.rights().rights()));
                assertTrue(next.rights().rights().within(order.rights()));
                assertFalse(next.end().instant().isAfter(terms.end().instant()));
                assertFalse(next.end().instant().isAfter(order.end()));
                assertTrue(fields.isEmpty() == (next.end().instant().equals(terms.end().instant())
                        && next.rights().rights().equals(terms.rights().rights())), fields.toString());
                terms = next;
            }
        }
    }

    private Instant end(RandomGenerator random) {
        return clock.instant().plusSeconds(random.nextInt(-60, 7200));
    }

    private static <E> E pick(RandomGenerator random, E[] values) {
        return values[random.nextInt(values.length)];
    }

    private static Rights rights(RandomGenerator random) {
        Commands[] commands = {Commands.any(), Commands.none(), Commands.of(List.of("ls **", "id")),
                Commands.of(List.of("id"))};
        return Rights.from(Rights.widest()).shell(random.nextBoolean()).pty(random.nextBoolean())
                .exec(pick(random, commands)).sudo(pick(random, commands))
                .sftp(Sftp.everywhere(pick(random, Sftp.Mode.values())))
                .idle(Optional.of(Duration.ofMinutes(1 + random.nextInt(60)))
                        .filter(_ -> random.nextBoolean()))
                .record(new Recording(pick(random, Recording.InputMode.values()),
                        pick(random, Recording.OnFailure.values()), Recording.Seal.ESCROWED))
                .build();
    }
}
