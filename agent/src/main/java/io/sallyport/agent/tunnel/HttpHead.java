package io.sallyport.agent.tunnel;

import io.sallyport.agent.AgentLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Status and fields of an HTTP/1.1 answer; field names in lower case. */
record HttpHead(int status, Map<String, String> fields) {

    HttpHead {
        fields = Map.copyOf(fields);
    }

    /** Reads exactly the head and not a byte more: what follows is no HTTP when the connection is upgraded. */
    static HttpHead read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int ends = 0;
        while (ends < 2) {
            int next = in.read();
            if (next < 0 || head.size() == AgentLimits.HTTP_HEAD) {
                throw new TunnelException("the broker's answer is no HTTP");
            }
            head.write(next);
            if (next == '\n') {
                ends++;
            } else if (next != '\r') {
                ends = 0;
            }
        }
        return parse(head.toString(StandardCharsets.ISO_8859_1).split("\r?\n"));
    }

    private static HttpHead parse(String[] lines) throws TunnelException {
        if (!lines[0].matches("HTTP/1\\.1 [1-5][0-9][0-9]( .*)?")) {
            throw new TunnelException("the broker's answer is no HTTP");
        }
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                fields.put(lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new HttpHead(Integer.parseInt(lines[0].substring(9, 12)), fields);
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** @throws TunnelException longer than the limit, or of a form the broker does not use */
    byte[] body(InputStream in) throws IOException {
        if (field("transfer-encoding").isPresent()) {
            throw new TunnelException("the broker's answer has a transfer encoding");
        }
        int most = AgentLimits.HTTP_BODY;
        String length = field("content-length").orElse(Integer.toString(most));
        if (!length.matches("[0-9]{1,6}") || Integer.parseInt(length) > most) {
            throw new TunnelException("the broker's answer is too long");
        }
        return in.readNBytes(Integer.parseInt(length));
    }
}
