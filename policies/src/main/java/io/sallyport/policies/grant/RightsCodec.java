package io.sallyport.policies.grant;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Rights as JSON, inside a grant, a decision or a message. Every field is always there, so an absent one can't be read as a default. No bound on
 * bytes: whoever carries rights has one ({@link GrantLists#fit}).
 */
public final class RightsCodec {

    private static final String ANY = "any";
    private static final String NONE = "none";
    private static final String ON = "on";
    /** Stands for lists that travel beside the certificate. */
    private static final String DETACHED = "detached";
    private static final String PATHS = "paths";

    private RightsCodec() {}

    /** Every field, in the order of the record. */
    public static Json.Obj encode(Rights rights) {
        return encode(rights, Set.of());
    }

    /** The same, but for lists that stand elsewhere. */
    static Json.Obj encode(Rights rights, Set<ListField> detached) {
        Function<ListField, Json> lists = field -> detached.contains(field)
                ? new Json.Str(DETACHED)
                : lists(field.of(rights));
        Recording record = rights.record();
        var json = Json.object()
                .put("shell", rights.shell())
                .put("pty", rights.pty())
                .put("exec", lists.apply(ListField.EXEC))
                .put("sftp", Json.object()
                        .put("mode", rights.sftp().mode().text())
                        .put(PATHS, lists.apply(ListField.PATHS)))
                .put("forward", lists.apply(ListField.FORWARD))
                .put("reverse", lists.apply(ListField.REVERSE))
                .put("agent_forwarding", rights.agentForwarding())
                .put("x11", rights.x11())
                .put("sudo", lists.apply(ListField.SUDO))
                .put("record", Json.object()
                        .put("output", ON)
                        .put("input", record.input().text())
                        .put("on_failure", record.onFailure().text())
                        .put("seal", record.seal().text()))
                .put("observer", Json.array(rights.observers().stream().map(RightsCodec::observer).toList()))
                .put("concurrent", rights.concurrent());
        rights.idle().ifPresent(idle -> json.putSeconds("idle", idle));
        return json.build();
    }

    /** @throws JsonFormatException when a field is missing, unknown or of another form */
    public static Rights decode(Json.Obj json) {
        return decode(json, Set.of());
    }

    /** The same, but nothing is given where lists stand elsewhere. */
    static Rights decode(Json.Obj json, Set<ListField> detached) {
        BiFunction<Json.Obj, ListField, List<List<String>>> lists = (block, field) -> detached.contains(field)
                ? PatternLists.NONE.lists()
                : lists(block, field == ListField.PATHS ? PATHS : field.text());
        json.onlyFields("shell", "pty", "exec", "sftp", "forward", "reverse", "agent_forwarding", "x11",
                "sudo",
                "record", "observer", "idle", "concurrent");
        Json.Obj sftp = json.object("sftp").onlyFields("mode", PATHS);
        return new Rights(json.bool("shell"), json.bool("pty"),
                new Commands(lists.apply(json, ListField.EXEC)),
                new Sftp(word(sftp, "mode", Sftp.Mode.values(), Sftp.Mode::text),
                        new Paths(lists.apply(sftp, ListField.PATHS))),
                new Destinations(lists.apply(json, ListField.FORWARD)),
                new Destinations(lists.apply(json, ListField.REVERSE)),
                json.bool("agent_forwarding"), json.bool("x11"),
                new Commands(lists.apply(json, ListField.SUDO)),
                recording(json.object("record")),
                json.objects("observer").stream().map(RightsCodec::observer).toList(),
                json.optionalNumber("idle").map(Duration::ofSeconds),
                Math.toIntExact(json.number("concurrent")));
    }

    /** The fields for whose lists a word stands that says that they are elsewhere. */
    static Set<ListField> detached(Json.Obj json) {
        Json word = new Json.Str(DETACHED);
        Set<ListField> fields = EnumSet.noneOf(ListField.class);
        for (ListField field : ListField.values()) {
            Json value = field == ListField.PATHS
                    ? json.object("sftp").fields().get(PATHS)
                    : json.fields().get(field.text());
            if (word.equals(value)) {
                fields.add(field);
            }
        }
        return fields;
    }

    static Json lists(List<List<String>> lists) {
        var held = new PatternLists(lists);
        if (held.isAny() || held.isNone()) {
            return new Json.Str(held.isAny() ? ANY : NONE);
        }
        return Json.array(lists.stream().map(Json::strings).toList());
    }

    static List<List<String>> lists(Json.Obj json, String field) {
        Optional<Json> value = Optional.ofNullable(json.fields().get(field));
        if (value.equals(Optional.of(new Json.Str(ANY)))) {
            return PatternLists.ANY.lists();
        }
        if (value.equals(Optional.of(new Json.Str(NONE)))) {
            return PatternLists.NONE.lists();
        }
        List<List<String>> lists = json.array(field).items().stream().map(item -> strings(field, item))
                .toList();
        if (lists.size() > PatternLists.MOST_LISTS_IN_GRANT) {
            throw new JsonFormatException("field '" + field + "' has too many lists");
        }
        return lists;
    }

    private static List<String> strings(String field, Json item) {
        return Json.object().put(field, item).build().strings(field);
    }

    private static Recording recording(Json.Obj json) {
        json.onlyFields("output", "input", "on_failure", "seal");
        if (!json.string("output").equals(ON)) {
            throw new JsonFormatException("field 'output' is not on");
        }
        return new Recording(word(json, "input", Recording.InputMode.values(), Recording.InputMode::text),
                word(json, "on_failure", Recording.OnFailure.values(), Recording.OnFailure::text),
                word(json, "seal", Recording.Seal.values(), Recording.Seal::text));
    }

    private static Json.Obj observer(Observer observer) {
        return Json.object()
                .put("count", observer.count())
                .put("from", observer.from().value())
                .put("absent", observer.absent().text())
                .putSeconds("grace", observer.grace())
                .build();
    }

    private static Observer observer(Json.Obj json) {
        json.onlyFields("count", "from", "absent", "grace");
        return new Observer(Math.toIntExact(json.number("count")), new GroupName(json.string("from")),
                word(json, "absent", Observer.Absence.values(), Observer.Absence::text),
                Duration.ofSeconds(json.number("grace")));
    }

    static <E> E word(Json.Obj json, String field, E[] values, Function<E, String> text) {
        String word = json.string(field);
        return Arrays.stream(values)
                .filter(value -> text.apply(value).equals(word))
                .findFirst()
                .orElseThrow(() -> new JsonFormatException("field '" + field + "' has an unknown value"));
    }
}
