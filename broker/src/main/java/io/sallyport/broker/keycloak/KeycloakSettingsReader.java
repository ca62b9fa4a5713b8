package io.sallyport.broker.keycloak;

import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the block {@code keycloak}; reports every problem in it and goes on. One thread. */
public final class KeycloakSettingsReader {
    /** The fields of the block. */
    public static final Set<String> KNOWN = Set.of("server", "realm", "client_id", "secret_file", "trust",
            "groups", "roles", "internal", "enrol");
    private static final int LONGEST = 200;
    private static final int MOST_GROUPS = 500;
    private static final String ROLES = Arrays.stream(Role.values()).map(Role::code)
            .collect(Collectors.joining(", "));

    private final Function<String, Path> paths;
    private final Problems problems;

    /** @param paths makes a path of what is written in the file */
    public KeycloakSettingsReader(Function<String, Path> paths, Problems problems) {
        this.paths = paths;
        this.problems = problems;
    }

    /** The settings, or nothing when a problem was reported. */
    public Optional<KeycloakSettings> read(Fields fields) {
        Optional<URI> server = fields.requiredParsed("server", KeycloakSettingsReader::server, "bad-url",
                "an https address without realm and query, such as https://id.example.com");
        Optional<String> realm = fields.requiredParsed("realm",
                text -> matching(text, "[A-Za-z0-9][A-Za-z0-9._-]{0,62}"), "bad-realm",
                "the name of a realm such as company");
        Optional<String> client = fields.requiredParsed("client_id",
                text -> matching(text, "[A-Za-z0-9][A-Za-z0-9._-]{0,62}"), "bad-client-id",
                "a client id such as sallyport-sync");
        if (realm.filter("master"::equals).isPresent()) {
            problems.error(fields.at("realm"), "bad-realm",
                    "the realm master is for Keycloak's own administrators",
                    "make one for the people: sallyport keycloak init");
        }
        Optional<Path> secret = fields.requiredText("secret_file").map(paths);
        Optional<Path> trust = fields.text("trust").map(paths);
        SortedMap<String, GroupName> groups = mapping(fields, "groups", GroupName::parse,
                "a group's name such as acme/ops");
        SortedMap<String, Role> roles = mapping(fields, "roles", Role::parse, "one of " + ROLES);
        Optional<KeycloakSettings.Internal> internal = fields.requiredNode("internal")
                .flatMap(_ -> fields.block("internal", "the block 'internal'",
                        Set.of("organisation", "group")))
                .flatMap(KeycloakSettingsReader::internal);
        KeycloakSettings.Enrolment enrol = fields.has("enrol")
                ? fields.choice("enrol", List.of(KeycloakSettings.Enrolment.values()),
                        KeycloakSettings.Enrolment::code).orElse(KeycloakSettings.Enrolment.OTP)
                : KeycloakSettings.Enrolment.OTP;
        return server.isEmpty() || realm.isEmpty() || client.isEmpty() || secret.isEmpty()
                || internal.isEmpty()
                || problems.hasErrors()
                        ? Optional.empty()
                        : Optional.of(
                                new KeycloakSettings(server.get(), realm.get(), client.get(), secret.get(),
                                        trust, groups, roles, internal.get(), enrol));
    }

    private static Optional<KeycloakSettings.Internal> internal(Fields fields) {
        Optional<OrganisationName> organisation = fields.requiredParsed("organisation",
                OrganisationName::parse, "bad-name", "an organisation's name such as example");
        Optional<String> group = fields.requiredParsed("group", KeycloakSettingsReader::path, "bad-path",
                "the path of a group such as /company");
        return organisation.flatMap(name -> group.map(path -> new KeycloakSettings.Internal(name, path)));
    }

    private <T> SortedMap<String, T> mapping(Fields block, String name, Function<String, Optional<T>> parse,
            String hint) {
        SortedMap<String, T> read = new TreeMap<>();
        Optional<YamlNode> node = block.node(name);
        if (node.isPresent() && node.get() instanceof YamlNode.Mapping mapping) {
            mapping.fields().forEach((path, field) -> {
                if (path(path).isEmpty()) {
                    problems.error(field.at(), "bad-path", "'" + path
                            + "' is not the path of a group, such as /acme/ops");
                }
                Optional<T> value = field.value() instanceof YamlNode.Scalar scalar
                        ? parse.apply(scalar.text())
                        : Optional.empty();
                value.ifPresentOrElse(found -> read.put(path, found), () -> problems.error(
                        field.value().at(), "bad-mapping", "what '" + path + "' means must be " + hint));
            });
            if (mapping.fields().size() > MOST_GROUPS) {
                problems.error(mapping.at(), "too-many-groups", "at most " + MOST_GROUPS + " groups");
            }
        } else if (node.isPresent()) {
            problems.error(node.get().at(), "not-a-block",
                    "'" + name + "' must be a block of paths, not " + node.get().kind());
        }
        return read;
    }

    // A slash in a group's name is written ~/ in a path: such groups can't be mapped.
    private static Optional<String> path(String text) {
        return Optional.of(text).filter(each -> each.length() <= LONGEST
                && each.matches("(/[^/~\\p{Cntrl}]+)+"));
    }

    private static Optional<String> matching(String text, String form) {
        return Optional.of(text).filter(each -> each.matches(form));
    }

    private static Optional<URI> server(String text) {
        try {
            URI uri = new URI(text).parseServerAuthority();
            boolean good = text.length() <= LONGEST && "https".equals(uri.getScheme())
                    && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null
                    && uri.getRawFragment() == null && !uri.getRawPath().matches(".*/\\.\\.?(/.*)?")
                    && !uri.getRawPath().contains("/realms/");
            return good ? Optional.of(URI.create(text.replaceAll("/+$", ""))) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
