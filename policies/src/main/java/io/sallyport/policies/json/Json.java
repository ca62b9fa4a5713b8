package io.sallyport.policies.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON value of the subset our formats use: whole numbers only. Immutable.
 *
 * <p>Reading is {@link JsonParser}; accessors throw {@link JsonFormatException} naming the field.
 */
public sealed interface Json {

    /** Starts an object; fields keep the order in which they are put. */
    static JsonBuilder object() {
        return new JsonBuilder();
    }

    static Arr array(List<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    static Arr strings(List<String> items) {
        return new Arr(items.stream().<Json>map(Str::new).toList());
    }

    /**
     * RFC 8785 bytes: no blanks, fields sorted by UTF-16 code unit, shortest escapes.
     * Numbers beyond 2^53 - 1 are written with all their digits, where RFC 8785 has no say.
     */
    default byte[] canonical() {
        return JsonWriter.text(this, true).getBytes(StandardCharsets.UTF_8);
    }

    /** One line of JSON with fields in the order they were put or read. */
    default String text() {
        return JsonWriter.text(this, false);
    }

    /** An object. Equality does not depend on the order of fields. */
    record Obj(Map<String, Json> fields) implements Json {

        public Obj {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        public boolean has(String name) {
            return fields.containsKey(name);
        }

        /** Absent and {@code null} are the same to a reader. */
        private Optional<Json> value(String name) {
            return Optional.ofNullable(fields.get(name)).filter(json -> !(json instanceof Null));
        }

        private Json required(String name) {
            return value(name).orElseThrow(() -> new JsonFormatException("field '" + name + "' is missing"));
        }

        public String string(String name) {
            return asString(name, required(name));
        }

        public Optional<String> optionalString(String name) {
            return value(name).map(json -> asString(name, json));
        }

        public long number(String name) {
            return asNumber(name, required(name));
        }

        public Optional<Long> optionalNumber(String name) {
            return value(name).map(json -> asNumber(name, json));
        }

        public boolean bool(String name) {
            return asBool(name, required(name));
        }

        public Optional<Boolean> optionalBool(String name) {
            return value(name).map(json -> asBool(name, json));
        }

        public Arr array(String name) {
            return asArray(name, required(name));
        }

        public Optional<Arr> optionalArray(String name) {
            return value(name).map(json -> asArray(name, json));
        }

        /** A list of strings. */
        public List<String> strings(String name) {
            return array(name).items().stream().map(json -> asString(name, json)).toList();
        }

        /** A list of objects. */
        public List<Obj> objects(String name) {
            return array(name).items().stream().map(json -> asObject(name, json)).toList();
        }

        public Obj object(String name) {
            return asObject(name, required(name));
        }

        public Optional<Obj> optionalObject(String name) {
            return value(name).map(json -> asObject(name, json));
        }

        /** Refuses fields that are not in {@code names}, so that nothing a peer means is silently ignored. */
        public Obj onlyFields(Set<String> names) {
            for (String field : fields.keySet()) {
                if (!names.contains(field)) {
                    throw new JsonFormatException("an unknown field (" + field.length() + " characters)");
                }
            }
            return this;
        }

        public Obj onlyFields(String... names) {
            return onlyFields(Set.copyOf(Arrays.asList(names)));
        }

        private static String asString(String name, Json json) {
            if (json instanceof Str(String value)) {
                return value;
            }
            throw new JsonFormatException("field '" + name + "' is not a string");
        }

        private static long asNumber(String name, Json json) {
            if (json instanceof Num(long value)) {
                return value;
            }
            throw new JsonFormatException("field '" + name + "' is not a whole number");
        }

        private static boolean asBool(String name, Json json) {
            if (json instanceof Bool(boolean value)) {
                return value;
            }
            throw new JsonFormatException("field '" + name + "' is not true or false");
        }

        private static Arr asArray(String name, Json json) {
            if (json instanceof Arr array) {
                return array;
            }
            throw new JsonFormatException("field '" + name + "' is not a list");
        }

        private static Obj asObject(String name, Json json) {
            if (json instanceof Obj object) {
                return object;
            }
            throw new JsonFormatException("field '" + name + "' is not an object");
        }
    }

    /** A list. */
    record Arr(List<Json> items) implements Json {

        public Arr {
            items = List.copyOf(items);
        }

        /** The same list with one more item. */
        public Arr plus(Json item) {
            var longer = new ArrayList<>(items);
            longer.add(item);
            return new Arr(longer);
        }
    }

    /** A string without lone surrogates, which have no UTF-8 form. */
    record Str(String value) implements Json {

        public Str {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
                throw new IllegalArgumentException("a string with a lone surrogate");
            }
        }
    }

    /** A whole number. */
    record Num(long value) implements Json {}

    /** True or false. */
    record Bool(boolean value) implements Json {}

    /** The value {@code null}; accessors treat it as an absent field. */
    record Null() implements Json {}
}
