package io.sallyport.broker.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.World;
import io.sallyport.policies.policy.PolicySource;
import io.sallyport.policies.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        Reading reading = PolicyFolder.whole(readings(with("rules/b.yaml", "half"), good), Optional.empty(),
                FakeClock.START);
        assertEquals(good.hash(), assertInstanceOf(Reading.Good.class, reading).version().hash());
    }

    @Test
    void aFolderThatNeverRestsIsNotUsed() {
        AtomicInteger count = new AtomicInteger();
        Reading reading = PolicyFolder.whole(_ -> with("policy.yaml", "# " + count.incrementAndGet()),
                Optional.empty(), FakeClock.START);
        assertTrue(assertInstanceOf(Reading.Bad.class, reading).problems().getFirst()
                .contains("was changed while it was read"));
    }

    @Test
    void aTestThatCanNotBeReadKeepsTheFolderOut() {
        Reading reading = PolicyFolder.check(
                with("tests/t.yaml", "format: sallyport-policy-test/1\ntests: [{ nam: x }]\n"),
                Optional.empty(), FakeClock.START);
        assertTrue(assertInstanceOf(Reading.Bad.class, reading).problems().getFirst()
                .startsWith("tests/t.yaml:2:"), reading.toString());
    }

    @Test
    void aFolderThatIsNotThereIsAProblem(@TempDir Path folder) {
        Reading reading = PolicyFolder.read(folder.resolve("nowhere"), FakeClock.START);
        assertTrue(assertInstanceOf(Reading.Bad.class, reading).problems().getFirst().contains("nowhere"));
    }

    @Test
    void aLinkToAFolderIsFollowedOnce(@TempDir Path folder) throws IOException {
        World.policy(folder, "a-rule");
        Path link = Files.createSymbolicLink(folder.resolve("current"), folder.resolve("policy-a-rule"));
        assertEquals(good.hash(),
                assertInstanceOf(Reading.Good.class, PolicyFolder.read(link, FakeClock.START)).version()
                        .hash());
    }

    @Test
    void whatTimeMakesWrongIsWarnedOfAsOfNow() {
        PolicySource source = with("windows.yaml", """
                format: sallyport-policy/1
                windows:
                  office: { zone: Europe/Berlin, weekly: [{ days: mon-fri, from: "08:00", to: "18:00" }], except: [holidays] }
                  gap: { zone: Europe/Berlin, weekly: [{ days: mon, from: "08:00", to: "09:00" }], except: [mondays] }
                calendars:
                  holidays: [2026-12-25]
                  mondays: [2026-03-09]
                """);
        assertEquals(List.of(), warnings(source, FakeClock.START));
        assertEquals(List.of("[expired-calendar] the calendar 'holidays'",
                "[expired-calendar] the calendar 'mondays'"),
                warnings(source, FakeClock.START.plus(Duration.ofDays(400))));
    }

    private static List<String> warnings(PolicySource source, Instant now) {
        return assertInstanceOf(Reading.Good.class, PolicyFolder.check(source, Optional.empty(), now))
                .warnings().stream().map(line -> line.replaceAll(".*(\\[.*\\] the [a-z]+ '[a-z]+').*", "$1"))
                .toList();
    }
}
