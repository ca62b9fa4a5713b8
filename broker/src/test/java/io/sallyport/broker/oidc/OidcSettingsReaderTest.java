package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.session.SignOutReach;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The block {@code oidc} of broker.yaml. */
class OidcSettingsReaderTest {
    private static final String WHOLE = """
            issuer: https://id.example.com/realms/company
            client_id: sallyport-console
            secret_file: oidc-secret
            trust: ca.pem
            acr: { otp: [mfa, "2"], phishing-resistant: hwk }
            sign_in: phishing-resistant
            step_up_age: 90s
            title: Example ID
            logout_ends: proven-sessions
            """;
    private static final String LEAST = """
            issuer: https://id.example.com
            client_id: sallyport-console
            secret_file: oidc-secret
            acr: { otp: mfa }
            """;

    private record Read(Optional<OidcSettings> settings, List<Problem> problems) {
        List<String> codes() {
            return problems.stream().map(Problem::code).sorted().toList();
        }
    }

    private static Read read(String text) {
        Problems problems = new Problems();
        Optional<OidcSettings> settings = YamlDocument.readMapping("broker.yaml", text, problems)
                .map(root -> Fields.of(root, "the block 'oidc'", OidcSettingsReader.KNOWN, problems))
                .flatMap(new OidcSettingsReader(Path.of("/etc/sallyport")::resolve, problems)::read);
        return new Read(settings, problems.all());
    }

    @Test
    void theWholeBlockIsRead() {
        OidcSettings settings = read(WHOLE).settings().orElseThrow();
        assertEquals(URI.create("https://id.example.com/realms/company"), settings.issuer());
        assertEquals(Path.of("/etc/sallyport/oidc-secret"), settings.secretFile());
        assertEquals(Optional.of(Path.of("/etc/sallyport/ca.pem")), settings.trust());
        assertEquals(SignOutReach.PROVEN_SESSIONS, settings.logoutEnds());
        assertEquals(Mfa.OTP, settings.levels().of(Optional.of("2")));
        assertEquals(Mfa.PHISHING_RESISTANT, settings.levels().of(Optional.of("hwk")));
        assertEquals(Mfa.PHISHING_RESISTANT, settings.least());
        assertEquals(Duration.ofSeconds(90), settings.stepUpAge());
        assertEquals("Example ID", settings.title());
    }

    @Test
    void aSignInNeedsASecondFactorUnlessTheFileSaysOtherwise() {
        assertEquals(Mfa.OTP, read(LEAST).settings().orElseThrow().least());
        assertEquals(Mfa.NONE, read(LEAST + "sign_in: none\n").settings().orElseThrow().least());
        assertEquals(List.of("missing-acr"), read(LEAST.replace("acr: { otp: mfa }\n", "")).codes());
        assertEquals(List.of("missing-acr"), read(LEAST + "sign_in: phishing-resistant\n").codes());
    }

    @Test
    void aWordThatIsNotListedMeansNothing() {
        Levels levels = read(WHOLE).settings().orElseThrow().levels();
        for (String word : List.of("", "MFA", "mfa ", "0", "3", "phishing-resistant", "otp")) {
            assertEquals(Mfa.NONE, levels.of(Optional.of(word)), word);
        }
        assertEquals(Mfa.NONE, levels.of(Optional.empty()));
        assertEquals(List.of("mfa", "2", "hwk"), levels.valuesFor(Mfa.OTP));
        assertEquals(List.of("hwk"), levels.valuesFor(Mfa.PHISHING_RESISTANT));
        assertEquals(List.of(), levels.valuesFor(Mfa.NONE));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() {
        Read read = read("""
                issuer: http://id.example.com
                client_id: "a\\tb"
                acr: { otp: [mfa, mfa, "a b"], none: pwd }
                sign_in: strong
                step_up_age: 2h
                title: ""
                secret: oops
                """);
        assertTrue(read.settings().isEmpty());
        assertEquals(List.of("bad-acr", "bad-client-id", "bad-duration", "bad-title", "bad-url",
                "duplicate-acr", "missing-field", "unknown-field", "unknown-field", "unknown-value"),
                read.codes());
        assertTrue(read.problems().stream().map(Problem::toString)
                .anyMatch(line -> line.startsWith("broker.yaml:1:9")), read.problems().toString());
        assertFalse(read.problems().stream().map(Problem::toString).anyMatch(line -> line.contains("oops")));
    }

    @Test
    void anIssuerIsAnHttpsAddressAndNothingMore() {
        for (String bad : List.of("http://id.example.com", "https://user@id.example.com",
                "https://id.example.com?x=1", "https://id.example.com#x", "https:///x", "id.example.com",
                "https://id.example.com/a/../b")) {
            assertEquals(List.of("bad-url"),
                    read(LEAST.replace("https://id.example.com", "\"" + bad + "\"")).codes(), bad);
        }
    }

    @Test
    void aLogoutEndsAllSessionsUnlessAnotherWordOfTheTwoIsWritten() {
        assertEquals(SignOutReach.ALL_SESSIONS, read(LEAST).settings().orElseThrow().logoutEnds());
        assertEquals(SignOutReach.ALL_SESSIONS,
                read(LEAST + "logout_ends: all-sessions\n").settings().orElseThrow().logoutEnds());
        assertFalse(read(LEAST + "logout_ends: none\n").problems().isEmpty());
    }
}
