package io.sallyport.policies.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes JSON without blanks; canonical means fields sorted by UTF-16 code unit (RFC 8785 §3.2.3). */
final class JsonWriter {

    private final StringBuilder out = new StringBuilder();
    private final boolean canonical;

    private JsonWriter(boolean canonical) {
        this.canonical = canonical;
    }

    static String text(Json json, boolean canonical) {
        var writer = new JsonWriter(canonical);
        writer.value(json);
        return writer.out.toString();
    }

    private void value(Json json) {
        switch (json) {
            case Json.Obj(Map<String, Json> fields) -> object(canonical ? new TreeMap<>(fields) : fields);
            case Json.Arr(List<Json> items) -> array(items);
            case Json.Str(String value) -> string(value);
            case Json.Num(long value) -> out.append(value);
            case Json.Bool(boolean value) -> out.append(value);
            case Json.Null _ -> out.append("null");
        }
    }

    private void object(Map<String, Json> fields) {
        out.append('{');
        Iterator<Map.Entry<String, Json>> entries = fields.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Json> entry = entries.next();
            string(entry.getKey());
            out.append(':');
            value(entry.getValue());
            if (entries.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private void array(List<Json> items) {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(items.get(i));
        }
        out.append(']');
    }

    /** RFC 8785 §3.2.2.2: the short escapes where JSON has one, four lower-case digits for other controls. */
    private void string(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
