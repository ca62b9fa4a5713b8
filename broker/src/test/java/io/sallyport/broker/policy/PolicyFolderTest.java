package io.sallyport.broker.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.policies.policy.PolicySource;
import io.sallyport.policies.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFolderTest {
    private final PolicySource good;

    PolicyFolderTest(@TempDir Path folder) throws IOException {
        World.policy(folder, "a-rule");
        this.good = PolicySource.read(folder.resolve("policy-a-rule"), new Problems());
    }

    private PolicySource with(String name, String text) {
        TreeMap<String, String> files = new TreeMap<>(good.files());
        files.put(name, text);
        return new PolicySource(files);
    }

    /** The n-th reading finds the n-th source, later ones the last. */
    private static Function<Problems, PolicySource> readings(PolicySource... sources) {
        AtomicInteger read = new AtomicInteger();
        return _ -> sources[Math.min(read.getAndIncrement(), sources.length - 1)];
    }

    @Test
    void aFolderThatChangesWhileItIsReadIsReadAgain() {
        Reading reading = PolicyFolder.whole(readings(with("rules/b.yaml", "half"), good), Optional.empty());
        assertEquals(good.hash(), assertInstanceOf(Reading.Good.class, reading).version().hash());
    }

    @Test
    void aFolderThatNeverRestsIsNotUsed() {
        AtomicInteger count = new AtomicInteger();
        Reading reading = PolicyFolder.whole(_ -> with("policy.yaml", "# " + count.incrementAndGet()),
                Optional.empty());
        assertTrue(assertInstanceOf(Reading.Bad.class, reading).problems().getFirst()
                .contains("was changed while it was read"));
    }

    @Test
    void aTestThatCanNotBeReadKeepsTheFolderOut() {
        Reading reading = PolicyFolder.check(
                with("tests/t.yaml", "format: sallyport-policy-test/1\ntests: [{ nam: x }]\n"),
                Optional.empty());
        assertTrue(assertInstanceOf(Reading.Bad.class, reading).problems().getFirst()
                .startsWith("tests/t.yaml:2:"), reading.toString());
    }

    @Test
    void aFolderThatIsNotThereIsAProblem(@TempDir Path folder) {
        Reading reading = PolicyFolder.read(folder.resolve("nowhere"));
        assertTrue(assertInstanceOf(Reading.Bad.class, reading).problems().getFirst().contains("nowhere"));
    }

    @Test
    void aLinkToAFolderIsFollowedOnce(@TempDir Path folder) throws IOException {
        World.policy(folder, "a-rule");
        Path link = Files.createSymbolicLink(folder.resolve("current"), folder.resolve("policy-a-rule"));
        assertEquals(good.hash(),
                assertInstanceOf(Reading.Good.class, PolicyFolder.read(link)).version().hash());
    }
}
