package io.sallyport.wire.control;

import io.sallyport.policies.grant.GrantFormatException;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the fields of one message, remembers which were asked for, and refuses the rest. One thread. */
final class ControlFields {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final long LAST_MILLISECOND = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

    private final Json.Obj fields;
    private final Set<String> asked = new HashSet<>();

    private ControlFields(Json.Obj fields) {
        this.fields = fields;
    }

    static ControlFields of(byte[] body, int mostBytes) throws ControlFormatException {
        try {
            return new ControlFields(JsonParser.parseObject(body, mostBytes, Limits.JSON_DEPTH));
        } catch (JsonFormatException e) {
            throw new ControlFormatException("not a JSON object", e);
        }
    }

    static Json.Arr sessions(List<SessionId> ids) {
        return array(ids.stream().map(SessionId::value).toList());
    }

    static Json.Arr array(List<String> texts) {
        return Json.strings(texts);
    }

    void requireNothingElse() throws ControlFormatException {
        try {
            fields.onlyFields(asked);
        } catch (JsonFormatException e) {
            throw new ControlFormatException("a field that does not belong to the message", e);
        }
    }

    String type() throws ControlFormatException {
        return bounded("type", 40);
    }

    int protocol() throws ControlFormatException {
        if (number("protocol") != ControlCodec.PROTOCOL) {
            throw new ControlFormatException("another protocol version");
        }
        return ControlCodec.PROTOCOL;
    }

    String text(String name) throws ControlFormatException {
        return bounded(name, Limits.CONTROL_TEXT);
    }

    String text(String name, int most) throws ControlFormatException {
        return bounded(name, most);
    }

    String ceiling(String name) throws ControlFormatException {
        return bounded(name, Limits.CEILING_TEXT);
    }

    String key(String name) throws ControlFormatException {
        return matching(name, "[a-z0-9@.-]{1,80} [A-Za-z0-9+/=]{1,16000}");
    }

    String code(String name) throws ControlFormatException {
        return matching(name, "[a-z0-9-]{1,60}");
    }

    String hash(String name) throws ControlFormatException {
        return matching(name, "[0-9a-f]{64}");
    }

    String token(String name) throws ControlFormatException {
        return matching(name, "[0-9a-f]{32}");
    }

    String address(String name) throws ControlFormatException {
        return matching(name, "[0-9a-fA-F:.]{2,45}");
    }

    int port(String name) throws ControlFormatException {
        long port = number(name);
        if (port < 0 || port > 65_535) {
            throw new ControlFormatException(name + " is no port");
        }
        return (int) port;
    }

    long serial() throws ControlFormatException {
        try {
            return Long.parseUnsignedLong(matching("serial", "[0-9]{1,20}"));
        } catch (NumberFormatException e) {
            throw new ControlFormatException("serial is no number of 64 bits", e);
        }
    }

    long epoch() throws ControlFormatException {
        long epoch = number("epoch");
        if (epoch < 1 || epoch > Limits.ORDER_EPOCH) {
            throw new ControlFormatException("epoch is out of its bounds");
        }
        return epoch;
    }

    Rights rights(String name) throws ControlFormatException {
        asked.add(name);
        try {
            return RightsField.read(fields.object(name));
        } catch (JsonFormatException e) {
            throw wrong(name, e);
        }
    }

    long number(String name) throws ControlFormatException {
        asked.add(name);
        try {
            return fields.number(name);
        } catch (JsonFormatException e) {
            throw wrong(name, e);
        }
    }

    boolean flag(String name) throws ControlFormatException {
        asked.add(name);
        try {
            return fields.bool(name);
        } catch (JsonFormatException e) {
            throw wrong(name, e);
        }
    }

    Instant instant(String name) throws ControlFormatException {
        long milliseconds = number(name);
        if (milliseconds < 0 || milliseconds > LAST_MILLISECOND) {
            throw new ControlFormatException(name + " is no time");
        }
        return Instant.ofEpochMilli(milliseconds);
    }

    Duration duration(String name) throws ControlFormatException {
        long milliseconds = number(name);
        if (milliseconds < 1 || milliseconds > LONGEST.toMillis()) {
            throw new ControlFormatException(name + " is no duration");
        }
        return Duration.ofMillis(milliseconds);
    }

    TargetName target(String name) throws ControlFormatException {
        return present(name, TargetName.parse(bounded(name, 100)));
    }

    GrantId grant(String name) throws ControlFormatException {
        return present(name, GrantId.parse(bounded(name, 100)));
    }

    LoginName login(String name) throws ControlFormatException {
        return present(name, LoginName.parse(bounded(name, 100)));
    }

    SessionId session() throws ControlFormatException {
        return present("session", SessionId.parse(bounded("session", 100)));
    }

    List<SessionId> sessions(String name) throws ControlFormatException {
        List<SessionId> ids = new ArrayList<>();
        for (String text : texts(name, Limits.CONTROL_LIST)) {
            ids.add(present(name, SessionId.parse(text)));
        }
        return ids;
    }

    /** Names of what changed. Only their form is checked: a later agent may know more of them. */
    List<String> fieldNames(String name) throws ControlFormatException {
        List<String> names = texts(name, Limits.NARROWED_FIELDS);
        if (!names.stream().allMatch(each -> each.matches("[a-z_]{1,40}"))) {
            throw new ControlFormatException(name + " holds something that is no name of a field");
        }
        return names;
    }

    List<String> staples(String name) throws ControlFormatException {
        List<String> staples = texts(name, Limits.STAPLES);
        if (staples.isEmpty()
                || !staples.stream().allMatch(staple -> staple.matches("[A-Za-z0-9+/]{1,16000}={0,2}"))) {
            throw new ControlFormatException(name + " holds no certificates in base64");
        }
        return staples;
    }

    /** Absent, or 1 to {@link Limits#STAPLES} different documents. */
    List<GrantLists> lists(String name) throws ControlFormatException {
        asked.add(name);
        try {
            Optional<Json.Arr> given = fields.optionalArray(name);
            if (given.isEmpty()) {
                return List.of();
            }
            if (given.get().items().isEmpty() || given.get().items().size() > Limits.STAPLES) {
                throw new ControlFormatException(name + " has not 1 to " + Limits.STAPLES + " entries");
            }
            List<GrantLists> lists = fields.objects(name).stream().map(GrantLists::of).toList();
            if (new HashSet<>(lists).size() < lists.size()) {
                throw new ControlFormatException(name + " holds the same lists twice");
            }
            return lists;
        } catch (JsonFormatException | GrantFormatException e) {
            throw wrong(name, e);
        }
    }

    private List<String> texts(String name, int most) throws ControlFormatException {
        asked.add(name);
        try {
            List<String> texts = fields.strings(name);
            if (texts.size() > most) {
                throw new ControlFormatException(name + " has more than " + most + " entries");
            }
            return texts;
        } catch (JsonFormatException e) {
            throw wrong(name, e);
        }
    }

    private String matching(String name, String pattern) throws ControlFormatException {
        String text = bounded(name, Limits.FRAME_BYTES);
        if (!text.matches(pattern)) {
            throw new ControlFormatException(name + " has not the form it must have");
        }
        return text;
    }

    private String bounded(String name, int most) throws ControlFormatException {
        asked.add(name);
        try {
            String text = fields.string(name);
            if (text.length() > most) {
                throw new ControlFormatException(name + " has more than " + most + " characters");
            }
            return text;
        } catch (JsonFormatException e) {
            throw wrong(name, e);
        }
    }

    private static <T> T present(String name, Optional<T> value) throws ControlFormatException {
        return value.orElseThrow(() -> new ControlFormatException(name + " has not the form it must have"));
    }

    private static ControlFormatException wrong(String name, RuntimeException cause) {
        return new ControlFormatException(name + " is missing or of another kind", cause);
    }
}
