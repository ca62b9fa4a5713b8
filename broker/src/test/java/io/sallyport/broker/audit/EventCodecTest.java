package io.sallyport.broker.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Property(tries = 100)
    void everyEventOfEveryTypeSurvivesTheJournal(@ForAll long seed) throws EventFormatException {
        EventSamples samples = new EventSamples(random(seed));
        for (String type : EventCodec.types()) {
            Event event = samples.event(type);
            assertEquals(event, EventCodec.decode(EventCodec.encode(event)));
        }
    }

    @Property(tries = 20)
    void noTruncatedEventIsRead(@ForAll long seed) {
        for (String type : EventCodec.types()) {
            byte[] bytes = EventCodec.encode(new EventSamples(random(seed)).event(type));
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThrows(EventFormatException.class, () -> EventCodec.decode(cut));
            }
        }
    }

    @Test
    void anEventOfAnotherFormIsRefused() {
        refused("{\"actor\":\"system\",\"at\":\"2026-03-03T10:00:00Z\",\"type\":\"no-such-type\"}");
        refused("{\"actor\":\"system\",\"at\":\"2026-03-03T10:00:00Z\",\"extra\":1,\"type\":\"broker-stopped\"}");
        refused("{\"actor\":\"system\",\"type\":\"broker-stopped\"}");
        refused("{\"at\":\"2026-03-03T10:00:00Z\",\"actor\":\"system\",\"type\":\"broker-stopped\"}");
        refused("{\"actor\":\"system\", \"at\":\"2026-03-03T10:00:00Z\",\"type\":\"broker-stopped\"}");
        refused("{\"actor\":\"system\",\"at\":\"2026-03-03T10:00:00.000Z\",\"type\":\"broker-stopped\"}");
        refused("{\"actor\":\"root\",\"at\":\"2026-03-03T10:00:00Z\",\"type\":\"broker-stopped\"}");
        refused("{\"actor\":\"system\",\"at\":\"yesterday\",\"type\":\"broker-stopped\"}");
        refused("[]");
        refused("");
    }

    private static void refused(String text) {
        assertThrows(EventFormatException.class,
                () -> EventCodec.decode(text.getBytes(StandardCharsets.UTF_8)), text);
    }

    /** Sealed: a type that is not registered would only be noticed when it is first written. */
    @Test
    void everyEventHasAStoredName() {
        Set<Class<?>> written = new java.util.HashSet<>();
        EventCodec.types().forEach(type -> written.add(EventCodec.classOf(type)));
        for (Class<?> family : Event.class.getPermittedSubclasses()) {
            assertEquals(Set.of(), without(Set.of(family.getPermittedSubclasses()), written));
        }
    }

    private static Set<Class<?>> without(Set<Class<?>> all, Set<Class<?>> some) {
        Set<Class<?>> rest = new java.util.HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    @Test
    void journalsOfFormatOneStayReadable() throws Exception {
        Set<String> seen = new TreeSet<>();
        for (Golden golden : Golden.all()) {
            Event event = EventCodec.decode(golden.bytes());
            seen.add(EventCodec.type(event));
            assertArrayEquals(golden.bytes(), EventCodec.encode(event), golden.name());
        }
        assertEquals(new TreeSet<>(EventCodec.types()), seen, "every type has a golden file");
    }
}
