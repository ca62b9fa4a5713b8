package io.sallyport.broker.ticket;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import io.vertx.core.json.pointer.JsonPointer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the block {@code tickets}; reports every problem in it and goes on. One thread. */
public final class TicketSettingsReader {
    /** The fields of the block. */
    public static final Set<String> KNOWN = Set.of("url", "token_file", "ids", "fields", "allow_addresses",
            "trust");
    private static final String PLACE = "{id}";
    /** Stands where the id will be while the URL is looked at. */
    private static final String ANY = "an-id";
    private static final int MOST_FIELDS = 16;

    private record Url(String host, int port, String before, String after) {}

    private final Function<String, Path> paths;
    private final Problems problems;

    /** @param paths makes a path of what is written in the file */
    public TicketSettingsReader(Function<String, Path> paths, Problems problems) {
        this.paths = paths;
        this.problems = problems;
    }

    /** The settings, or nothing when a problem was reported. */
    public Optional<TicketSettings> read(Fields fields) {
        Optional<Url> url = fields.requiredParsed("url", TicketSettingsReader::url, "bad-url",
                "an https address with {id} as one whole part of its path, such as"
                        + " https://tickets.example.com/api/tickets/{id}");
        Optional<Path> token = fields.requiredText("token_file").map(paths);
        Optional<Pattern> ids = fields.parsed("ids", TicketSettingsReader::pattern, "bad-pattern",
                "a regular expression such as CHG-[0-9]{1,8}");
        SortedMap<String, TicketSettings.Field> wanted = fields(fields);
        List<Cidr> allowed = new ArrayList<>();
        for (YamlNode.Scalar text : fields.texts("allow_addresses")) {
            Cidr.parse(text.text()).ifPresentOrElse(allowed::add, () -> problems.error(text.at(),
                    "bad-network", "'" + text.text() + "' is not a network such as 10.20.0.0/16"));
        }
        Optional<Path> trust = fields.text("trust").map(paths);
        return url.isEmpty() || token.isEmpty() || problems.hasErrors()
                ? Optional.empty()
                : Optional.of(new TicketSettings(url.get().host, url.get().port, url.get().before,
                        url.get().after, token.get(), ids, wanted, allowed, trust));
    }

    private SortedMap<String, TicketSettings.Field> fields(Fields block) {
        SortedMap<String, TicketSettings.Field> read = new TreeMap<>();
        Optional<YamlNode> node = block.requiredNode("fields");
        if (node.isPresent() && node.get() instanceof YamlNode.Mapping mapping) {
            mapping.fields().forEach((name, field) -> {
                if (!name.matches("[a-z][a-z0-9_-]{0,38}")) {
                    problems.error(field.at(), "bad-name",
                            "'" + name + "' can't be the name of a ticket field");
                }
                field(name, field.value()).ifPresent(found -> read.put(name, found));
            });
            if (mapping.fields().isEmpty() || mapping.fields().size() > MOST_FIELDS) {
                problems.error(mapping.at(), "bad-fields", "a ticket has 1 to " + MOST_FIELDS + " fields");
            }
        } else if (node.isPresent()) {
            problems.error(node.get().at(), "not-a-block",
                    "'fields' must be a block of fields, not " + node.get().kind());
        }
        return read;
    }

    private Optional<TicketSettings.Field> field(String name, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return pointer(scalar).map(pointer -> new TicketSettings.Field(pointer, Map.of()));
        }
        Optional<Fields> block = Fields.of(node, "the ticket field '" + name + "'",
                Set.of("pointer", "values"), problems);
        Optional<String> pointer = block.flatMap(fields -> fields.requiredNode("pointer")).flatMap(
                at -> at instanceof YamlNode.Scalar scalar ? pointer(scalar) : notAText(at, "'pointer'"));
        Map<String, String> values = new HashMap<>();
        block.flatMap(fields -> fields.node("values")).ifPresent(at -> {
            if (at instanceof YamlNode.Mapping mapping) {
                mapping.fields().forEach((word, value) -> {
                    if (value.value() instanceof YamlNode.Scalar scalar) {
                        values.put(word, scalar.text());
                    } else {
                        notAText(value.value(), "what '" + word + "' means");
                    }
                });
            } else {
                problems.error(at.at(), "not-a-block", "'values' must be a block, not " + at.kind());
            }
        });
        return pointer.map(text -> new TicketSettings.Field(text, values));
    }

    private Optional<String> pointer(YamlNode.Scalar scalar) {
        if (scalar.text().startsWith("/")) {
            try {
                return Optional.of(JsonPointer.from(scalar.text()).toString());
            } catch (IllegalArgumentException e) {
                // Reported below, as any other text that is no pointer.
            }
        }
        problems.error(scalar.at(), "bad-pointer", "'" + scalar.text()
                + "' is not a JSON pointer (RFC 6901) such as /fields/status/name");
        return Optional.empty();
    }

    private <T> Optional<T> notAText(YamlNode node, String what) {
        problems.error(node.at(), "not-a-text", what + " must be a text, not " + node.kind());
        return Optional.empty();
    }

    private static Optional<Pattern> pattern(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Url> url(String text) {
        int at = text.indexOf("/" + PLACE);
        if (at < 0 || text.indexOf(PLACE, at + 2) >= 0 || text.length() > 1000) {
            return Optional.empty();
        }
        String rest = text.substring(at + 1 + PLACE.length());
        if (!rest.isEmpty() && rest.charAt(0) != '/' && rest.charAt(0) != '?') {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text.substring(0, at + 1) + ANY + rest).parseServerAuthority();
            String path = uri.getRawPath();
            boolean good = "https".equals(uri.getScheme()) && uri.getHost() != null
                    && uri.getRawUserInfo() == null && uri.getRawFragment() == null && path != null
                    && path.contains("/" + ANY) && !path.matches(".*/\\.\\.?(/.*)?") && isHost(uri.getHost());
            if (!good) {
                return Optional.empty();
            }
            String before = path.substring(0, path.indexOf("/" + ANY) + 1);
            int authority = text.indexOf('/', "https://".length());
            // What was found in the text must be in the path, and not in the name of the host before it.
            return authority + before.length() == at + 1
                    ? Optional.of(new Url(bare(uri.getHost()), uri.getPort() < 0 ? 443 : uri.getPort(),
                            before, rest))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    // 2130706433, 0x7f.1 and 127.1 are addresses to some resolvers and names to others: neither here.
    private static boolean isHost(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return Cidr.literal(bare(host)).isPresent() || last.matches("[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?");
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
