package io.sallyport.policies.json;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Collects the fields of one object. Not safe for several threads. A field may be put once. */
public final class JsonBuilder {

    private final Map<String, Json> fields = new LinkedHashMap<>();

    JsonBuilder() {}

    /** Puts a field. @throws IllegalStateException when it is already there */
    public JsonBuilder put(String name, Json value) {
        if (fields.putIfAbsent(name, value) != null) {
            throw new IllegalStateException("field '" + name + "' is put twice");
        }
        return this;
    }

    public JsonBuilder put(String name, JsonBuilder value) {
        return put(name, value.build());
    }

    public JsonBuilder put(String name, String value) {
        return put(name, new Json.Str(value));
    }

    public JsonBuilder put(String name, long value) {
        return put(name, new Json.Num(value));
    }

    public JsonBuilder put(String name, boolean value) {
        return put(name, new Json.Bool(value));
    }

    /** Leaves the field out when there is no value. */
    public JsonBuilder put(String name, Optional<String> value) {
        value.ifPresent(text -> put(name, text));
        return this;
    }

    /** Whole seconds since 1970-01-01T00:00Z; a fraction is cut off. */
    public JsonBuilder putSeconds(String name, Instant value) {
        return put(name, value.getEpochSecond());
    }

    /** Whole seconds; a fraction is cut off. */
    public JsonBuilder putSeconds(String name, Duration value) {
        return put(name, value.toSeconds());
    }

    public Json.Obj build() {
        return new Json.Obj(fields);
    }

    /** {@link Json#text()} of what was put. */
    public String text() {
        return build().text();
    }

    /** {@link Json#canonical()} of what was put. */
    public byte[] canonical() {
        return build().canonical();
    }
}
