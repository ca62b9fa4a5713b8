package io.sallyport.agent.tunnel;

import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Limits;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.TrustBundle;
import io.sallyport.wire.tls.JoinToken;
import io.sallyport.wire.tls.TlsIdentity;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Makes this host known to a broker, once, with a join token. Only public keys leave the host. */
public final class Enrolment {

    /** The public halves of what was made on this host. */
    public record Offer(TargetName target, String hostKey, String recordingKey, String agentVersion) {}

    /** What the broker gives. */
    public record Admitted(TrustBundle trust, Optional<String> hostCertificate) {}

    private final SecureRandom random;

    public Enrolment(SecureRandom random) {
        this.random = random;
    }

    /** @throws IOException the broker was not reached, is not the one of the token, or refused; then the host stays unknown */
    public Admitted enrol(JoinToken token, TlsIdentity identity, Offer offer) throws IOException {
        byte[] secret = token.secret().bytes();
        byte[] request = Json.object().put("token", HexFormat.of().formatHex(secret))
                .put("target", offer.target().value())
                .put("hostKey", offer.hostKey()).put("recordingKey", offer.recordingKey())
                .put("agentVersion", offer.agentVersion()).canonical();
        BrokerDial dial = new BrokerDial(token.host(), token.port(), token.spkiSha256(), identity, random);
        return admitted(dial.post("/agent/v1/enrol", request));
    }

    private static Admitted admitted(byte[] answer) throws TunnelException {
        try {
            Json.Obj fields = JsonParser.parseObject(answer, Limits.FRAME_BYTES, Limits.JSON_DEPTH);
            if (!fields.optionalBool("recordingKeyAccepted").orElse(false)) {
                throw new TunnelException("the broker does not take this host's recording key");
            }
            return new Admitted(TrustBundle.of(fields.object("trust")),
                    fields.optionalString("hostCertificate").filter(line -> !line.isEmpty()));
        } catch (JsonFormatException | SshFormatException e) {
            throw new TunnelException(
                    "the broker's answer to the enrolment cannot be read: " + e.getMessage());
        }
    }
}
