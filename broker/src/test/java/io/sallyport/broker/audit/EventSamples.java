package io.sallyport.broker.audit;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Makes any event of any type: the same seed, the same event. */
final class EventSamples {
    private static final String[] WORDS = {"a", "web-1", "ops", "eva", "x9", "long-name-of-something", "b2"};
    private static final String[] TEXTS = {"", "plain", "Ümläut and 漢字", "quote \" and \\ and \n",
            "\u001b[31mred", "\ud83d\ude80", "/path"};

    private final RandomGenerator random;

    EventSamples(RandomGenerator random) {
        this.random = random;
    }

    Event event(String type) {
        Class<?> of = EventCodec.classOf(type);
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : of.getRecordComponents()) {
            values.add(value(component.getGenericType()));
        }
        return (Event) Shape.construct(of, values.toArray());
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] of = parameterized.getActualTypeArguments();
            if (parameterized.getRawType() == Optional.class) {
                return random.nextBoolean() ? Optional.of(value(of[0])) : Optional.empty();
            }
            if (parameterized.getRawType() == List.class) {
                return java.util.stream.IntStream.range(0, random.nextInt(3)).mapToObj(_ -> value(of[0]))
                        .toList();
            }
            Map<String, Object> map = new TreeMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                map.put(word(), value(of[1]));
            }
            return map;
        }
        return plain((Class<?>) type);
    }

    private Object plain(Class<?> type) {
        Map<Class<?>, java.util.function.Supplier<Object>> makers = Map.ofEntries(
                Map.entry(String.class, () -> TEXTS[random.nextInt(TEXTS.length)]),
                Map.entry(boolean.class, random::nextBoolean),
                // A flag that may be left out is left out unless it is set.
                Map.entry(Boolean.class, () -> true), Map.entry(long.class, random::nextLong),
                Map.entry(Long.class, random::nextLong), Map.entry(RuleId.class, () -> new RuleId("a-rule")),
                Map.entry(Instant.class, () -> Instant.ofEpochMilli(random.nextLong(0, 4_000_000_000_000L))),
                Map.entry(Duration.class, () -> Duration.ofSeconds(random.nextInt(1, 100_000))),
                Map.entry(Actor.class, () -> Actor.of(new PersonName(word()))),
                Map.entry(PersonName.class, () -> new PersonName(word())),
                Map.entry(OrganisationName.class, () -> new OrganisationName(word())),
                Map.entry(TargetName.class, () -> new TargetName(word())),
                Map.entry(LoginName.class, () -> new LoginName(word())),
                Map.entry(GroupName.class, () -> new GroupName(word())),
                Map.entry(RequestId.class, () -> RequestId.random(random)),
                Map.entry(GrantId.class, () -> GrantId.random(random)),
                Map.entry(SessionId.class, () -> SessionId.random(random)),
                Map.entry(KeyFingerprint.class,
                        () -> new KeyFingerprint("SHA256:" + "Ab3+/".repeat(9).substring(0, 43))),
                Map.entry(Json.Obj.class,
                        () -> Json.object().put("version", 1).put("why", TEXTS[2]).build()));
        return java.util.Objects.requireNonNull(makers.get(type), type.toString()).get();
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
