package io.sallyport.broker.audit;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How one kind of value stands in an event's JSON: texts, times (ISO 8601, UTC), durations (whole seconds), numbers, flags,
 * names and ids (records of one text), lists, maps by text, and whole objects. Stateless.
 */
interface Shape {
    Json write(Object value);

    /** Throws {@link JsonFormatException}: another kind of value. */
    Object read(Json json);

    /**
     * The shape of a declared type.
     *
     * @throws IllegalStateException events may not hold such a type
     */
    static Shape of(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] of = parameterized.getActualTypeArguments();
            if (parameterized.getRawType() == List.class) {
                return new Items(of(of[0]));
            }
            if (parameterized.getRawType() == Map.class && of[0] == String.class) {
                return new Fields(of(of[1]));
            }
        }
        if (type == String.class) {
            return new Text();
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Flag();
        }
        if (type == long.class || type == Long.class) {
            return new Whole64();
        }
        if (type == Instant.class) {
            return new Time();
        }
        if (type == Duration.class) {
            return new Seconds();
        }
        if (type == Json.Obj.class) {
            return new Whole();
        }
        if (type instanceof Class<?> name && name.isRecord() && name.getRecordComponents().length == 1) {
            return new Name(name);
        }
        throw new IllegalStateException("events can't hold " + type);
    }

    private static JsonFormatException not(String wanted) {
        return new JsonFormatException("not " + wanted);
    }

    private static String text(Json json) {
        if (json instanceof Json.Str(String value)) {
            return value;
        }
        throw not("a text");
    }

    record Text() implements Shape {
        @Override
        public Json write(Object value) {
            return new Json.Str((String) value);
        }

        @Override
        public Object read(Json json) {
            return text(json);
        }
    }

    record Flag() implements Shape {
        @Override
        public Json write(Object value) {
            return new Json.Bool((Boolean) value);
        }

        @Override
        public Object read(Json json) {
            if (json instanceof Json.Bool(boolean value)) {
                return value;
            }
            throw not("true or false");
        }
    }

    record Whole64() implements Shape {
        @Override
        public Json write(Object value) {
            return new Json.Num((Long) value);
        }

        @Override
        public Object read(Json json) {
            if (json instanceof Json.Num(long value)) {
                return value;
            }
            throw not("a whole number");
        }
    }

    record Time() implements Shape {
        @Override
        public Json write(Object value) {
            return new Json.Str(value.toString());
        }

        @Override
        public Object read(Json json) {
            try {
                return Instant.parse(text(json));
            } catch (DateTimeException e) {
                throw not("a time");
            }
        }
    }

    record Seconds() implements Shape {
        @Override
        public Json write(Object value) {
            return new Json.Num(((Duration) value).toSeconds());
        }

        @Override
        public Object read(Json json) {
            return Duration.ofSeconds((Long) new Whole64().read(json));
        }
    }

    record Whole() implements Shape {
        @Override
        public Json write(Object value) {
            return (Json.Obj) value;
        }

        @Override
        public Object read(Json json) {
            if (json instanceof Json.Obj object) {
                return object;
            }
            throw not("an object");
        }
    }

    /** A record around one text, which its constructor checks. */
    record Name(Class<?> type) implements Shape {
        @Override
        public Json write(Object value) {
            return new Json.Str(value.toString());
        }

        @Override
        public Object read(Json json) {
            return construct(type, text(json));
        }
    }

    record Items(Shape of) implements Shape {
        @Override
        public Json write(Object value) {
            return Json.array(((List<?>) value).stream().map(of::write).toList());
        }

        @Override
        public Object read(Json json) {
            if (json instanceof Json.Arr(List<Json> items)) {
                return items.stream().map(of::read).toList();
            }
            throw not("a list");
        }
    }

    record Fields(Shape of) implements Shape {
        @Override
        public Json write(Object value) {
            Map<String, Json> fields = new TreeMap<>();
            ((Map<?, ?>) value).forEach((name, field) -> fields.put((String) name, of.write(field)));
            return new Json.Obj(fields);
        }

        @Override
        public Object read(Json json) {
            if (!(json instanceof Json.Obj(Map<String, Json> fields))) {
                throw not("an object");
            }
            Map<String, Object> values = new TreeMap<>();
            fields.forEach((name, field) -> values.put(name, of.read(field)));
            return values;
        }
    }

    /**
     * Calls the canonical constructor.
     *
     * @throws JsonFormatException it refuses
     */
    static Object construct(Class<?> type, Object... values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new JsonFormatException("not a " + type.getSimpleName());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("events are records that can be made", e);
        }
    }

    /** What a component of type {@code Optional} may hold; empty for every other component. */
    static Optional<Type> optional(Type type) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == Optional.class
                ? Optional.of(parameterized.getActualTypeArguments()[0])
                : Optional.empty();
    }
}
