package io.sallyport.broker.oidc;

import io.sallyport.broker.session.SignOutReach;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the block {@code oidc}; reports every problem in it and goes on. One thread. */
public final class OidcSettingsReader {
    /** The fields of the block. */
    public static final Set<String> KNOWN = Set.of("issuer", "client_id", "secret_file", "trust", "acr",
            "sign_in", "step_up_age", "title", "logout_ends");
    private static final Duration STEP_UP_AGE = Duration.ofMinutes(5);
    private static final Duration LONGEST_AGE = Duration.ofHours(1);
    private static final List<Mfa> ABOVE_NONE = List.of(Mfa.OTP, Mfa.PHISHING_RESISTANT);
    private static final int LONGEST_TEXT = 200;

    private final Function<String, Path> paths;
    private final Problems problems;

    /** @param paths makes a path of what is written in the file */
    public OidcSettingsReader(Function<String, Path> paths, Problems problems) {
        this.paths = paths;
        this.problems = problems;
    }

    /** The settings, or nothing when a problem was reported. */
    public Optional<OidcSettings> read(Fields fields) {
        Optional<URI> issuer = fields.requiredParsed("issuer", OidcSettingsReader::issuer, "bad-url",
                "an https address without query, such as https://id.example.com/realms/company");
        Optional<String> client = fields.requiredParsed("client_id", OidcSettingsReader::plain,
                "bad-client-id", "a client id: printable ASCII, at most " + LONGEST_TEXT + " characters");
        Optional<Path> secret = fields.requiredText("secret_file").map(paths);
        Optional<Path> trust = fields.text("trust").map(paths);
        Levels levels = levels(fields);
        Mfa least = fields.has("sign_in")
                ? fields.choice("sign_in", List.of(Mfa.values()), Mfa::text).orElse(Mfa.OTP)
                : Mfa.OTP;
        if (!levels.reach(least)) {
            problems.error(fields.at("acr"), "missing-acr",
                    "no acr value stands for " + least.text() + ", which a sign-in has to reach",
                    "list the provider's values under acr, or write sign_in: none");
        }
        Duration age = fields.has("step_up_age")
                ? fields.duration("step_up_age").orElse(STEP_UP_AGE)
                : STEP_UP_AGE;
        if (age.compareTo(LONGEST_AGE) > 0) {
            problems.error(fields.at("step_up_age"), "bad-duration",
                    "who stepped up an hour ago has to do it again: at most 1h");
        }
        Optional<String> title = fields.has("title")
                ? fields.parsed("title", OidcSettingsReader::title, "bad-title",
                        "a title of 1 to 40 characters")
                : Optional.of("your company account");
        SignOutReach logoutEnds = fields.has("logout_ends")
                ? fields.choice("logout_ends", List.of(SignOutReach.values()), SignOutReach::text)
                        .orElse(SignOutReach.ALL_SESSIONS)
                : SignOutReach.ALL_SESSIONS;
        return issuer.isEmpty() || client.isEmpty() || secret.isEmpty() || title.isEmpty()
                || problems.hasErrors()
                        ? Optional.empty()
                        : Optional
                                .of(new OidcSettings(issuer.get(), client.get(), secret.get(), trust, levels,
                                        least, age, title.get(), logoutEnds));
    }

    private Levels levels(Fields fields) {
        Map<Mfa, List<String>> values = new EnumMap<>(Mfa.class);
        Set<String> seen = new HashSet<>();
        fields.block("acr", "the block 'acr'", Set.of(Mfa.OTP.text(), Mfa.PHISHING_RESISTANT.text()))
                .ifPresent(block -> ABOVE_NONE.forEach(level -> {
                    List<YamlNode.Scalar> texts = block.texts(level.text());
                    texts.forEach(text -> check(text, seen));
                    if (!texts.isEmpty()) {
                        values.put(level, texts.stream().map(YamlNode.Scalar::text).toList());
                    }
                }));
        return new Levels(values);
    }

    private void check(YamlNode.Scalar text, Set<String> seen) {
        // The value goes into a space-separated parameter.
        if (plain(text.text()).isEmpty() || text.text().contains(" ")) {
            problems.error(text.at(), "bad-acr", "'" + text.text() + "' can't be a value of acr");
        } else if (!seen.add(text.text())) {
            problems.error(text.at(), "duplicate-acr", "'" + text.text() + "' is listed twice",
                    "a value means one thing");
        }
    }

    private static Optional<String> plain(String text) {
        return Optional.of(text).filter(each -> each.matches("[!-~]([ -~]{0,198}[!-~])?"));
    }

    private static Optional<String> title(String text) {
        return Optional.of(text.strip()).filter(each -> !each.isEmpty() && each.length() <= 40
                && each.chars().noneMatch(Character::isISOControl));
    }

    private static Optional<URI> issuer(String text) {
        try {
            URI uri = new URI(text).parseServerAuthority();
            boolean good = text.length() <= LONGEST_TEXT && "https".equals(uri.getScheme())
                    && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null
                    && uri.getRawFragment() == null && !uri.getRawPath().matches(".*/\\.\\.?(/.*)?");
            return good ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
