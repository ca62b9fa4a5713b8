package io.sallyport.broker.ticket;

import io.sallyport.policies.policy.Ticket;
import io.sallyport.wire.text.Sanitize;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes a ticket's fields out of the ticket system's JSON. That JSON is foreign: any number and any order of fields is admitted, so it is not
 * read by the strict parser of our own formats. Stateless.
 */
final class AnswerReader {
    /** Nested lists and objects; checked before anything is parsed. */
    private static final int DEPTH = 32;
    /** Longer than any word that a rule compares with; what is cut can't become equal to one. */
    private static final int VALUE = 200;

    private AnswerReader() {}

    /** The ticket, or empty when this is not JSON, or nested too deeply. */
    static Optional<Ticket> read(String id, byte[] body, Map<String, TicketSettings.Field> fields) {
        if (depth(body) > DEPTH) {
            return Optional.empty();
        }
        Object root;
        try {
            root = Json.decodeValue(Buffer.buffer(body));
        } catch (DecodeException e) {
            return Optional.empty();
        }
        if (!(root instanceof JsonObject) && !(root instanceof JsonArray)) {
            return Optional.empty();
        }
        Map<String, String> found = new TreeMap<>();
        fields.forEach((name, field) -> text(JsonPointer.from(field.pointer()).queryJson(root))
                .ifPresent(word -> found.put(name, field.values().getOrDefault(word, plain(word)))));
        return Optional.of(Ticket.of(id, found));
    }

    // No rule has such a word, and what people read of it must not become another line.
    private static String plain(String word) {
        return Sanitize.terminal(word.length() > VALUE ? word.substring(0, VALUE) + "..." : word);
    }

    // A list or an object is no word: the field is empty.
    private static Optional<String> text(@Nullable Object value) {
        String text = switch (value) {
            case String word -> word;
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case null, default -> "";
        };
        return Optional.of(text).filter(word -> !word.isEmpty());
    }

    private static int depth(byte[] body) {
        int depth = 0;
        int deepest = 0;
        boolean quoted = false;
        for (int i = 0; i < body.length; i++) {
            switch (body[i]) {
                case '"' -> quoted = !quoted;
                case '\\' -> i++;
                case '{', '[' -> depth += quoted ? 0 : 1;
                case '}', ']' -> depth -= quoted ? 0 : 1;
                default -> {
                }
            }
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }
}
