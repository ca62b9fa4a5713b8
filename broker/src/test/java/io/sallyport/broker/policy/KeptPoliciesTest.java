package io.sallyport.broker.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.audit.Actor;
import io.sallyport.policies.policy.PolicySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPoliciesTest {
    private static final Instant AT = Instant.parse("2026-03-03T10:00:00Z");

    private final Path folder;

    KeptPoliciesTest(@TempDir Path folder) {
        this.folder = folder.resolve("policy");
    }

    private static PolicySource source(int number) {
        return new PolicySource(
                new TreeMap<>(Map.of("policy.yaml", "# Ümläut 漢字 \" \\ \n" + number, "rules/a.yaml", "")));
    }

    private static void enter(KeptPolicies kept, int number) throws IOException {
        kept.keep(source(number));
        kept.enter(new Activation(source(number).hash(), AT.plusSeconds(number),
                number % 2 == 0 ? Optional.of("a".repeat(40)) : Optional.empty(), Actor.OPERATOR,
                number % 3 == 0 ? Optional.of("jane") : Optional.empty()));
    }

    @Test
    void whatIsEnteredIsThereAfterARestart() throws IOException {
        assertEquals(Optional.empty(), KeptPolicies.in(folder).inForce());
        KeptPolicies kept = KeptPolicies.in(folder);
        enter(kept, 1);
        enter(kept, 2);
        KeptPolicies again = KeptPolicies.in(folder);
        assertEquals(kept.activations(), again.activations());
        assertEquals(source(2).hash(), again.inForce().orElseThrow().hash());
        assertEquals(source(2), again.source(source(2).hash()));
        assertEquals(source(1), again.source(source(1).hash()));
    }

    @Test
    void onlyTheLastFiftyActivationsAndTheirTextsStay() throws IOException {
        KeptPolicies kept = KeptPolicies.in(folder);
        for (int i = 0; i < KeptPolicies.MOST + 3; i++) {
            enter(kept, i);
        }
        KeptPolicies again = KeptPolicies.in(folder);
        assertEquals(KeptPolicies.MOST, again.activations().size());
        assertEquals(source(3).hash(), again.activations().getFirst().hash());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(KeptPolicies.MOST + 1, files.count());
        }
        assertThrows(IOException.class, () -> again.source(source(2).hash()));
    }

    @Test
    void othersCanNeitherReadNorChangeThem() throws IOException {
        KeptPolicies kept = KeptPolicies.in(folder);
        enter(kept, 1);
        assertEquals("rwx------", mode(folder));
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> assertEquals("rw-------", mode(file)));
        }
        Files.setPosixFilePermissions(folder.resolve(source(1).hash() + ".json"),
                PosixFilePermissions.fromString("rw-rw----"));
        assertThrows(IOException.class, () -> kept.source(source(1).hash()));
        Files.setPosixFilePermissions(folder.resolve("versions.json"),
                PosixFilePermissions.fromString("rw----rw-"));
        assertThrows(IOException.class, () -> KeptPolicies.in(folder));
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aDamagedFileIsNotUsed() throws IOException {
        KeptPolicies kept = KeptPolicies.in(folder);
        enter(kept, 1);
        String hash = source(1).hash();
        for (String text : List.of("", "{}", "[]", "{\"files\":{},\"format\":\"sallyport-kept-policy/1\"}",
                "{\"files\":{\"a\":1},\"format\":\"sallyport-kept-policy/1\"}")) {
            Files.writeString(folder.resolve(hash + ".json"), text);
            assertTrue(String.valueOf(assertThrows(IOException.class, () -> kept.source(hash)).getMessage())
                    .contains("is damaged"));
        }
        for (String text : List.of("", "{\"format\":\"sallyport-kept-policies/1\",\"versions\":[{}]}",
                "{\"format\":\"sallyport-kept-policies/1\",\"versions\":[{\"at\":\"2026-03-03T10:00:00Z\",\"by\":\"operator\",\"hash\":\"../x\"}]}")) {
            Files.writeString(folder.resolve("versions.json"), text);
            assertTrue(String
                    .valueOf(assertThrows(IOException.class, () -> KeptPolicies.in(folder)).getMessage())
                    .contains("is damaged"));
        }
    }

    @Test
    void aPolicyThatIsTooLargeToKeepIsRefused() throws IOException {
        KeptPolicies kept = KeptPolicies.in(folder);
        PolicySource large = new PolicySource(
                new TreeMap<>(Map.of("policy.yaml", "#".repeat(KeptPolicies.MOST_BYTES))));
        assertThrows(IOException.class, () -> kept.keep(large));
    }
}
