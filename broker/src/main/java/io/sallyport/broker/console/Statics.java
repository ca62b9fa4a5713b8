package io.sallyport.broker.console;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Style, script, logo and the vendored files, held in memory. Only the files named here exist; their addresses carry
 * their hash, so that browsers may keep them for ever. Safe for many threads.
 */
final class Statics {
    static final List<String> FILES = List.of("app.css", "app.js", "logo.svg", "vendor/htmx-2.0.10.min.js",
            "vendor/htmx-ext-sse-2.2.4.min.js", "vendor/asciinema-player-3.18.0.min.js",
            "vendor/asciinema-player-3.18.0.css");
    private static final String PREFIX = "/assets/";
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, Reply.Static> files = new LinkedHashMap<>();

    Statics() {
        for (String name : FILES) {
            byte[] bytes = read("/console/" + name);
            String address = PREFIX + sha256(bytes).substring(0, 16) + "/" + name;
            addresses.put(name, address);
            files.put(address, new Reply.Static(type(name), Buffer.buffer(bytes), true));
        }
    }

    /** Where a page finds the file. */
    String address(String name) {
        @Nullable
        String address = addresses.get(name);
        if (address == null) {
            throw new IllegalArgumentException("not a static file of the console");
        }
        return address;
    }

    Endpoint endpoint() {
        return Endpoint.get(PREFIX + "*", Access.OPEN, call -> {
            Reply.@Nullable Static file = files.get(call.path());
            return file == null ? Reply.refused(Problem.notFound()) : file;
        });
    }

    static byte[] read(String resource) {
        try (InputStream in = Statics.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing from the program: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no media type for " + name);
        };
    }
}
