package io.sallyport.broker.tunnel;

import io.sallyport.broker.target.EnrolmentForm;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code POST /agent/v1/enrol}: the only thing an unknown key may ask for. */
final class EnrolmentRoute {
    private static final Logger LOG = Logger.getLogger(EnrolmentRoute.class.getName());
    private static final int BODY = 16 * 1024;
    private static final int DEPTH = 4;

    private final AgentDesk desk;

    EnrolmentRoute(AgentDesk desk) {
        this.desk = desk;
    }

    /** An answer: status and JSON text. */
    private record Answer(int status, Json.Obj body) {}

    /** On the event loop; what blocks goes to a virtual thread. {@code spki}: of this very connection. */
    void handle(HttpServerRequest request, Context context, String spki) {
        Buffer body = Buffer.buffer();
        request.handler(bytes -> {
            if (body.length() + bytes.length() > BODY) {
                request.connection().close();
            } else {
                body.appendBuffer(bytes);
            }
        });
        request.endHandler(_ -> Thread.ofVirtual().name("enrolment").start(() -> {
            Answer answer = answer(body.getBytes(), spki);
            context.runOnContext(_ -> request.response().setStatusCode(answer.status())
                    .putHeader("content-type", "application/json")
                    .end(Buffer.buffer(answer.body().canonical())));
        }));
    }

    private Answer answer(byte[] body, String spki) {
        try {
            Optional<EnrolmentForm> form = form(body, spki);
            return form.isPresent()
                    ? enrol(form.get())
                    : refused(400, "bad-request", "This is not an enrolment.");
        } catch (RuntimeException e) {
            // The root of this request's thread.
            LOG.log(Level.SEVERE, "an enrolment failed", e);
            return refused(503, "broker", "The broker met an error of its own. Try again later.");
        }
    }

    private Answer enrol(EnrolmentForm form) {
        return switch (desk.enrol(form)) {
            case AgentDesk.Enrolling.Enrolled(var agent, var trust, Optional<String> hostCertificate) ->
                new Answer(200, Json.object().put("agent", agent.spki()).put("trust", trust)
                        .put("hostCertificate", hostCertificate.orElse(""))
                        .put("recordingKeyAccepted", true).build());
            case AgentDesk.Enrolling.Refused(String reason, String text) -> refused(403, reason, text);
            case AgentDesk.Enrolling.Later(String text) -> refused(503, "later", text);
        };
    }

    private static Answer refused(int status, String reason, String text) {
        return new Answer(status, Json.object().put("reason", reason).put("text", text).build());
    }

    private static Optional<EnrolmentForm> form(byte[] body, String spki) {
        try {
            if (!(JsonParser.parse(body, BODY, DEPTH) instanceof Json.Obj fields)) {
                return Optional.empty();
            }
            fields.onlyFields("token", "target", "hostKey", "recordingKey", "agentVersion");
            Optional<TargetName> target = TargetName.parse(fields.string("target"));
            String secret = fields.string("token");
            String hostKey = fields.string("hostKey");
            String recordingKey = fields.string("recordingKey");
            String version = fields.string("agentVersion");
            return target.map(name -> new EnrolmentForm(secret, name, spki, hostKey, recordingKey, version));
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }
}
