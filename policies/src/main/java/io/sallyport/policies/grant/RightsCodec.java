package io.sallyport.policies.grant;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rights as JSON, inside a grant or a decision. Every field is always there, so an absent one can't be read as a default. */
public final class RightsCodec {

    private static final String ANY = "any";
    private static final String NONE = "none";
    private static final String ON = "on";

    private RightsCodec() {}

    /** Every field, in the order of the record. */
    public static Json.Obj encode(Rights rights) {
        Recording record = rights.record();
        var json = Json.object()
                .put("shell", rights.shell())
                .put("pty", rights.pty())
                .put("exec", lists(rights.exec().lists()))
                .put("sftp", Json.object()
                        .put("mode", rights.sftp().mode().text())
                        .put("paths", lists(rights.sftp().paths().lists())))
                .put("forward", lists(rights.forward().lists()))
                .put("reverse", lists(rights.reverse().lists()))
                .put("agent_forwarding", rights.agentForwarding())
                .put("x11", rights.x11())
                .put("sudo", lists(rights.sudo().lists()))
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
        json.onlyFields("shell", "pty", "exec", "sftp", "forward", "reverse", "agent_forwarding", "x11",
                "sudo",
                "record", "observer", "idle", "concurrent");
        Json.Obj sftp = json.object("sftp").onlyFields("mode", "paths");
        return new Rights(json.bool("shell"), json.bool("pty"), new Commands(lists(json, "exec")),
                new Sftp(word(sftp, "mode", Sftp.Mode.values(), Sftp.Mode::text),
                        new Paths(lists(sftp, "paths"))),
                new Destinations(lists(json, "forward")), new Destinations(lists(json, "reverse")),
                json.bool("agent_forwarding"), json.bool("x11"), new Commands(lists(json, "sudo")),
                recording(json.object("record")),
                json.objects("observer").stream().map(RightsCodec::observer).toList(),
                json.optionalNumber("idle").map(Duration::ofSeconds),
                Math.toIntExact(json.number("concurrent")));
    }

    private static Json lists(List<List<String>> lists) {
        var held = new PatternLists(lists);
        if (held.isAny() || held.isNone()) {
            return new Json.Str(held.isAny() ? ANY : NONE);
        }
        return Json.array(lists.stream().map(Json::strings).toList());
    }

    private static List<List<String>> lists(Json.Obj json, String field) {
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
