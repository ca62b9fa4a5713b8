package io.sallyport.wire.control;

import static io.sallyport.wire.control.ControlFields.array;
import static io.sallyport.wire.control.ControlFields.sessions;

import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.wire.Limits;
import io.sallyport.wire.control.ControlMessage.Began;
import io.sallyport.wire.control.ControlMessage.Begin;
import io.sallyport.wire.control.ControlMessage.End;
import io.sallyport.wire.control.ControlMessage.Ended;
import io.sallyport.wire.control.ControlMessage.FromAgent;
import io.sallyport.wire.control.ControlMessage.FromBroker;
import io.sallyport.wire.control.ControlMessage.Hello;
import io.sallyport.wire.control.ControlMessage.HostCertificate;
import io.sallyport.wire.control.ControlMessage.Narrow;
import io.sallyport.wire.control.ControlMessage.Narrowed;
import io.sallyport.wire.control.ControlMessage.NotBegun;
import io.sallyport.wire.control.ControlMessage.NotNarrowed;
import io.sallyport.wire.control.ControlMessage.NotOpened;
import io.sallyport.wire.control.ControlMessage.Open;
import io.sallyport.wire.control.ControlMessage.Ping;
import io.sallyport.wire.control.ControlMessage.Pong;
import io.sallyport.wire.control.ControlMessage.Renew;
import io.sallyport.wire.control.ControlMessage.Welcome;
import java.util.List;

/**
 * Control messages to frame bodies and back (docs/formats/control.md). Reading refuses an unknown type, an unknown or
 * missing field, a value out of bounds, and a message of the other direction. Pure; safe for many threads.
 */
public final class ControlCodec {
    /** The version of the messages. A peer with another one is told so and left alone. */
    public static final int PROTOCOL = 1;

    private ControlCodec() {}

    /** The body of one frame. @throws IllegalArgumentException the message would break a limit */
    public static byte[] encode(ControlMessage message) {
        byte[] body = json(message).canonical();
        if (body.length > most(message)) {
            throw new IllegalArgumentException("a control message of " + body.length + " bytes");
        }
        return body;
    }

    private static int most(ControlMessage message) {
        return message instanceof Open ? Limits.OPENING_BYTES : Limits.FRAME_BYTES;
    }

    private static Json.Obj json(ControlMessage message) {
        return switch (message) {
            case Hello m -> Json.object().put("type", "hello").put("protocol", m.protocol())
                    .put("target", m.target().value()).put("agentVersion", m.agentVersion())
                    .put("hostKey", m.hostKey()).put("ceilingHash", m.ceilingHash())
                    .put("ceilingText", m.ceilingText()).put("clock", m.clock().toEpochMilli())
                    .put("servesOnlyItself", m.servesOnlyItself()).put("live", sessions(m.live()))
                    .put("spooled", sessions(m.spooled())).build();
            case Begin m -> Json.object().put("type", "begin").put("session", m.session().value())
                    .put("serial", Long.toUnsignedString(m.serial())).put("grant", m.grant().value())
                    .put("login", m.login().value()).build();
            case Ended m -> Json.object().put("type", "ended").put("session", m.session().value())
                    .put("reason", m.reason()).put("detail", m.detail()).build();
            case Narrowed m -> Json.object().put("type", "narrowed").put("session", m.session().value())
                    .put("epoch", m.epoch()).put("policyHash", m.policyHash())
                    .put("end", m.end().toEpochMilli()).put("fields", array(m.fields())).build();
            case NotNarrowed m ->
                Json.object().put("type", "not-narrowed").put("session", m.session().value())
                        .put("epoch", m.epoch()).put("reason", m.reason()).put("text", m.text()).build();
            case Pong m -> Json.object().put("type", "pong").put("number", m.number()).build();
            case Welcome m ->
                Json.object().put("type", "welcome").put("brokerTime", m.brokerTime().toEpochMilli())
                        .put("hostCertificate", m.hostCertificate()).put("lease", m.lease().toMillis())
                        .put("renewEvery", m.renewEvery().toMillis()).build();
            case NotOpened m -> Json.object().put("type", "not-opened").put("session", m.session().value())
                    .put("reason", m.reason()).put("text", m.text()).build();
            case Open m -> lists(Json.object().put("type", "open").put("session", m.session().value())
                    .put("token", m.token()).put("staples", array(m.staples()))
                    .put("sourceAddress", m.sourceAddress()).put("sourcePort", m.sourcePort()), m.lists());
            case Began m -> Json.object().put("type", "began").put("session", m.session().value()).build();
            case NotBegun m -> Json.object().put("type", "not-begun").put("session", m.session().value())
                    .put("reason", m.reason()).put("text", m.text()).build();
            case Renew m -> Json.object().put("type", "renew").put("sessions", sessions(m.sessions()))
                    .put("brokerTime", m.brokerTime().toEpochMilli()).build();
            case End m -> Json.object().put("type", "end").put("session", m.session().value())
                    .put("reason", m.reason()).put("text", m.text()).build();
            case Narrow m -> Json.object().put("type", "narrow").put("session", m.session().value())
                    .put("epoch", m.epoch()).put("rights", RightsField.json(m.rights()))
                    .put("end", m.end().toEpochMilli()).put("why", m.why())
                    .put("policyHash", m.policyHash()).put("text", m.text()).build();
            case HostCertificate m -> Json.object().put("type", "host-certificate")
                    .put("certificate", m.certificate()).build();
            case Ping m -> Json.object().put("type", "ping").put("number", m.number()).build();
        };
    }

    /** An opening without lists is spelt as it was before there were any. */
    private static Json.Obj lists(JsonBuilder open, List<GrantLists> lists) {
        if (!lists.isEmpty()) {
            open.put("lists", Json.array(lists.stream().map(GrantLists::json).toList()));
        }
        return open.build();
    }

    /** What an agent said. @throws ControlFormatException anything else */
    public static FromAgent fromAgent(byte[] body) throws ControlFormatException {
        ControlFields in = ControlFields.of(body, Limits.FRAME_BYTES);
        FromAgent message = switch (in.type()) {
            case "hello" ->
                new Hello(in.protocol(), in.target("target"), in.text("agentVersion"), in.key("hostKey"),
                        in.text("ceilingHash"), in.ceiling("ceilingText"), in.instant("clock"),
                        in.flag("servesOnlyItself"), in.sessions("live"), in.sessions("spooled"));
            case "not-opened" -> new NotOpened(in.session(), in.code("reason"), in.text("text"));
            case "begin" -> new Begin(in.session(), in.serial(), in.grant("grant"), in.login("login"));
            case "ended" -> new Ended(in.session(), in.code("reason"), in.text("detail"));
            case "narrowed" ->
                new Narrowed(in.session(), in.epoch(), in.hash("policyHash"), in.instant("end"),
                        in.fieldNames("fields"));
            case "not-narrowed" ->
                new NotNarrowed(in.session(), in.epoch(), in.code("reason"), in.text("text"));
            case "pong" -> new Pong(in.number("number"));
            default -> throw new ControlFormatException("no message an agent sends");
        };
        in.requireNothingElse();
        return message;
    }

    /** What a broker said. @throws ControlFormatException anything else */
    public static FromBroker fromBroker(byte[] body) throws ControlFormatException {
        ControlFields in = ControlFields.of(body, Limits.OPENING_BYTES);
        FromBroker message = switch (in.type()) {
            case "welcome" ->
                new Welcome(in.instant("brokerTime"), in.key("hostCertificate"), in.duration("lease"),
                        in.duration("renewEvery"));
            case "open" -> new Open(in.session(), in.token("token"), in.staples("staples"),
                    in.lists("lists"), in.address("sourceAddress"), in.port("sourcePort"));
            case "began" -> new Began(in.session());
            case "not-begun" -> new NotBegun(in.session(), in.code("reason"), in.text("text"));
            case "renew" -> new Renew(in.sessions("sessions"), in.instant("brokerTime"));
            case "end" -> new End(in.session(), in.code("reason"), in.text("text"));
            case "narrow" -> new Narrow(in.session(), in.epoch(), in.rights("rights"), in.instant("end"),
                    in.text("why", Limits.NARROW_WHY), in.hash("policyHash"),
                    in.text("text", Limits.NARROW_TEXT));
            case "host-certificate" -> new HostCertificate(in.key("certificate"));
            case "ping" -> new Ping(in.number("number"));
            default -> throw new ControlFormatException("no message a broker sends");
        };
        if (body.length > most(message)) {
            throw new ControlFormatException("a message of " + body.length + " bytes");
        }
        in.requireNothingElse();
        return message;
    }
}
