package io.sallyport.broker.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeycloakSettingsReaderTest {
    private static final String GOOD = """
            server: "https://id.example.com/auth/"
            realm: company
            client_id: sallyport-sync
            secret_file: sync.secret
            internal: { organisation: example, group: /company }
            groups: { /acme/ops: acme/ops }
            roles: { /acme/ops: engineer }
            """;

    private final Problems problems = new Problems();

    private Optional<KeycloakSettings> read(String text) {
        return YamlDocument.readMapping("broker.yaml", text, problems)
                .flatMap(root -> new KeycloakSettingsReader(Path.of("/etc/sallyport")::resolve, problems)
                        .read(Fields.of(root, "the block 'keycloak'", KeycloakSettingsReader.KNOWN,
                                problems)));
    }

    @Test
    void everythingIsReadAsItIsWritten() {
        KeycloakSettings settings = read(GOOD).orElseThrow();
        assertEquals("https://id.example.com/auth/realms/company", settings.issuer());
        assertEquals(Path.of("/etc/sallyport/sync.secret"), settings.secretFile());
        assertEquals(Map.of("/acme/ops", new GroupName("acme/ops")), settings.groups());
        assertEquals(Map.of("/acme/ops", Role.ENGINEER), settings.roles());
        assertEquals("/company", settings.internal().group());
        assertEquals(KeycloakSettings.Enrolment.OTP, settings.enrol(), "unless it says otherwise");
        assertEquals(List.of(), problems.all());
    }

    @Test
    void everyMistakeIsReportedAtOnceAtItsPlace() {
        assertEquals(Optional.empty(), read("""
                server: "http://id.example.com"
                realm: "a/b"
                client_id: "with space"
                internal: { organisation: Example, group: company }
                groups: { acme: acme/ops, /acme/ops: "NOT A GROUP" }
                roles: { /acme/ops: root }
                enrol: sms
                surprise: 1
                """));
        List<String> places = problems.all().stream().map(Problem::toString)
                .map(line -> line.replaceAll("(broker.yaml:\\d+:\\d+): error.*", "$1")).toList();
        assertTrue(problems.all().size() >= 11, problems.all().toString());
        assertTrue(places.stream().allMatch(place -> place.startsWith("broker.yaml:")), places.toString());
        assertTrue(problems.all().toString().contains("secret_file"), problems.all().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:secret@id.example.com", "https://id.example.com/?realm=x",
            "https://id.example.com/realms/company", "https://id.example.com/../x", "ftp://id.example.com",
            "id.example.com"})
    void anAddressThatIsNotPlainlyTheServersIsRefused(String address) {
        assertEquals(Optional.empty(), read(GOOD.replace("https://id.example.com/auth/", address)));
        assertEquals(1, problems.all().size(), problems.all().toString());
    }

    @Test
    void theRealmOfKeycloaksOwnAdministratorsIsNotForPeople() {
        assertEquals(Optional.empty(), read(GOOD.replace("realm: company", "realm: master")));
        assertTrue(problems.all().toString().contains("own administrators"), problems.all().toString());
    }

    @Test
    void nobodyIsOfTheCompanyByDefault() {
        assertEquals(Optional.empty(),
                read(GOOD.replace("internal: { organisation: example, group: /company }\n", "")));
        assertTrue(problems.all().toString().contains("internal"), problems.all().toString());
    }
}
