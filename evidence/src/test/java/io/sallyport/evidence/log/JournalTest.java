package io.sallyport.evidence.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final LogKey KEY = LogKey.random(RANDOM);
    private static final InstantSource TIME = InstantSource.fixed(Instant.parse("2026-11-23T10:00:00Z"));
    private static final String FIRST_SEGMENT = "entries-00000000000000000000.sjl";

    @TempDir
    private Path dir;

    private Path journal() {
        return dir.resolve("journal");
    }

    private static Journal open(Path dir) {
        return Journal.open(dir, KEY, TIME, RANDOM);
    }

    private static byte[] event(int number) {
        return ("{\"event\":" + number + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> all(Journal journal) {
        List<String> events = new ArrayList<>();
        journal.replay(0, (index, event) -> {
            assertEquals(events.size(), index);
            events.add(new String(event, StandardCharsets.UTF_8));
        });
        return events;
    }

    private static void fill(Path dir, int entries) {
        try (Journal journal = open(dir)) {
            for (int number = 0; number < entries; number++) {
                assertEquals(number, journal.append(event(number)));
            }
        }
    }

    @Test
    void entriesAreThereAgainAfterReopeningAndEverythingVerifies() {
        fill(journal(), 5);
        try (Journal journal = open(journal())) {
            assertEquals(5, journal.size());
            assertEquals(5, journal.append(event(5)));
            assertEquals(Optional.empty(), journal.repaired());
            assertEquals("{\"event\":5}", all(journal).getLast());
            List<Long> from = new ArrayList<>();
            journal.replay(4, (index, _) -> from.add(index));
            assertEquals(List.of(4L, 5L), from);
        }
        var whole = assertInstanceOf(JournalVerifier.Outcome.Whole.class,
                JournalVerifier.verify(journal(), Optional.of(KEY.publicHex())));
        assertEquals(6, whole.size());
        assertEquals(0, whole.unsigned());
    }

    @Test
    void manyThreadsShareWritesAndEachGetsAnIndexOfItsOwn() {
        Set<Long> indexes = new ConcurrentSkipListSet<>();
        try (Journal journal = open(journal())) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int number = 0; number < 500; number++) {
                    int own = number;
                    threads.execute(() -> indexes.add(journal.append(event(own))));
                }
            }
            assertEquals(500, indexes.size());
            assertEquals(500, Set.copyOf(all(journal)).size());
        }
        assertInstanceOf(JournalVerifier.Outcome.Whole.class,
                JournalVerifier.verify(journal(), Optional.empty()));
    }

    @Test
    void aSecondOpenerIsRefused() {
        try (Journal journal = open(journal())) {
            assertThrows(JournalException.class, () -> open(journal()));
            journal.append(event(0));
        }
        open(journal()).close();
    }

    @Test
    void anotherKeyIsRefused() {
        fill(journal(), 1);
        LogKey other = LogKey.random(RANDOM);
        assertThrows(JournalException.class, () -> Journal.open(journal(), other, TIME, RANDOM));
        assertInstanceOf(JournalVerifier.Outcome.Damaged.class,
                JournalVerifier.verify(journal(), Optional.of(other.publicHex())));
    }

    @Test
    void segmentsFollowOneAnother() throws IOException {
        try (Journal journal = Journal.open(journal(), KEY, TIME, RANDOM, 200)) {
            for (int number = 0; number < 20; number++) {
                journal.append(event(number));
            }
        }
        assertTrue(Segments.list(journal()).size() > 3);
        try (Journal journal = Journal.open(journal(), KEY, TIME, RANDOM, 200)) {
            assertEquals(20, all(journal).size());
            List<Long> from = new ArrayList<>();
            journal.replay(13, (index, _) -> from.add(index));
            assertEquals(List.of(13L, 14L, 15L, 16L, 17L, 18L, 19L), from);
        }
        Segments.Segment second = Segments.list(journal()).get(1);
        Files.delete(second.file());
        assertEquals(second.firstIndex(), assertInstanceOf(JournalVerifier.Outcome.Damaged.class,
                JournalVerifier.verify(journal(), Optional.empty())).index());
        assertThrows(JournalException.class, () -> open(journal()));
    }

    /** A journal whose last block no checkpoint covers, as a killed process leaves it. */
    private Path crashed(String name) throws IOException {
        Path live = dir.resolve(name + "-live");
        Path left = dir.resolve(name);
        try (Journal journal = open(live)) {
            for (int number = 0; number < 4; number++) {
                journal.append(event(number));
            }
            journal.checkpoint();
            journal.append(event(4));
            journal.append(event(5));
            Files.createDirectories(left);
            for (String file : List.of(FIRST_SEGMENT, "checkpoint", "key.pub", "leaves")) {
                Files.copy(live.resolve(file), left.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return left;
    }

    @Test
    void aLastWriteCutAtAnyByteIsCutOnOpenAndTheRestKept() throws IOException {
        Path left = crashed("cut");
        byte[] entries = Files.readAllBytes(left.resolve(FIRST_SEGMENT));
        byte[] checkpoint = Files.readAllBytes(left.resolve("checkpoint"));
        int last = lastBlock(entries);
        for (int length = last; length < entries.length; length++) {
            Files.write(left.resolve(FIRST_SEGMENT), Arrays.copyOf(entries, length));
            Files.write(left.resolve("checkpoint"), checkpoint);
            try (Journal journal = open(left)) {
                assertEquals(5, journal.size(), "cut to " + length);
                assertEquals(length == last, journal.repaired().isEmpty());
                assertEquals(5, journal.append(event(50)));
            }
            assertInstanceOf(JournalVerifier.Outcome.Whole.class,
                    JournalVerifier.verify(left, Optional.empty()));
        }
    }

    private static int lastBlock(byte[] entries) throws IOException {
        int at = 0;
        int last = 0;
        while (at < entries.length) {
            try {
                last = at;
                at += Block.HEADER + Block.header(entries, at).bodyLength();
            } catch (Block.Bad bad) {
                throw new IOException(bad);
            }
        }
        return last;
    }

    @Test
    void aFlippedBitInAnUnsignedLastWriteIsCutAndSaid() throws IOException {
        Path left = crashed("flip");
        byte[] entries = Files.readAllBytes(left.resolve(FIRST_SEGMENT));
        byte[] checkpoint = Files.readAllBytes(left.resolve("checkpoint"));
        for (int at = lastBlock(entries); at < entries.length; at++) {
            byte[] flipped = entries.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(left.resolve(FIRST_SEGMENT), flipped);
            Files.write(left.resolve("checkpoint"), checkpoint);
            assertEquals(5, assertInstanceOf(JournalVerifier.Outcome.Damaged.class,
                    JournalVerifier.verify(left, Optional.empty())).index());
            try (Journal journal = open(left)) {
                assertEquals(5, journal.size(), "byte " + at);
                assertTrue(journal.repaired().isPresent());
            }
        }
    }

    @Test
    void aFlippedBitAnywhereElseIsDamageAndNothingIsCut() throws IOException {
        fill(journal(), 6);
        Path segment = journal().resolve(FIRST_SEGMENT);
        byte[] entries = Files.readAllBytes(segment);
        int[] entryOf = entryOfEachByte(entries);
        for (int at = 0; at < entries.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = entries.clone();
                flipped[at] ^= (byte) (1 << bit);
                Files.write(segment, flipped);
                var damaged = assertInstanceOf(JournalVerifier.Outcome.Damaged.class,
                        JournalVerifier.verify(journal(), Optional.empty()), "byte " + at + " bit " + bit);
                assertEquals(entryOf[at], damaged.index());
            }
            assertThrows(JournalException.class, () -> open(journal()), "byte " + at);
            assertEquals(entries.length, Files.size(segment));
        }
        Files.write(segment, entries);
        open(journal()).close();
    }

    private static int[] entryOfEachByte(byte[] entries) throws IOException {
        int[] entryOf = new int[entries.length];
        int index = 0;
        for (int at = 0; at < entries.length; index++) {
            try {
                int length = Block.HEADER + Block.header(entries, at).bodyLength();
                Arrays.fill(entryOf, at, at + length, index);
                at += length;
            } catch (Block.Bad bad) {
                throw new IOException(bad);
            }
        }
        return entryOf;
    }

    @Test
    void aFlippedBitInTheCheckpointIsDamage() throws IOException {
        fill(journal(), 2);
        Path file = journal().resolve("checkpoint");
        byte[] note = Files.readAllBytes(file);
        for (int at = 0; at < note.length * 8; at++) {
            byte[] flipped = note.clone();
            flipped[at / 8] ^= (byte) (1 << at % 8);
            Files.write(file, flipped);
            assertInstanceOf(JournalVerifier.Outcome.Damaged.class,
                    JournalVerifier.verify(journal(), Optional.of(KEY.publicHex())), "bit " + at);
        }
    }

    @Test
    void anEntryRewrittenWithFreshCheckSumsIsNamed() throws Exception {
        fill(journal(), 6);
        Path segment = journal().resolve(FIRST_SEGMENT);
        List<Block.Entry> kept = new ArrayList<>();
        Segments.scan(new Segments.Segment(segment, 0), (_, entry) -> kept.add(entry));
        kept.set(3, new Block.Entry(new byte[Block.SALT], event(99)));
        Files.write(segment, Block.encode(0, kept));
        assertEquals(3, assertInstanceOf(JournalVerifier.Outcome.Damaged.class,
                JournalVerifier.verify(journal(), Optional.empty())).index());
        assertThrows(JournalException.class, () -> open(journal()));
        Files.delete(journal().resolve("leaves"));
        assertInstanceOf(JournalVerifier.Outcome.Damaged.class,
                JournalVerifier.verify(journal(), Optional.empty()));
    }

    @Test
    void signedEntriesThatAreGoneAreMissed() throws IOException {
        fill(journal(), 3);
        Path segment = journal().resolve(FIRST_SEGMENT);
        byte[] entries = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(entries, lastBlock(entries)));
        assertEquals(2, assertInstanceOf(JournalVerifier.Outcome.Damaged.class,
                JournalVerifier.verify(journal(), Optional.empty())).index());
        assertThrows(JournalException.class, () -> open(journal()));
        Files.delete(segment);
        assertThrows(JournalException.class, () -> open(journal()));
    }

    @Test
    void checkpointsAreSignedOnDemandAndOnlyWhenSomethingChanged() {
        try (Journal journal = open(journal())) {
            SignedCheckpoint empty = journal.checkpoint();
            assertEquals(Hash.ofNothing(), empty.root());
            journal.append(event(0));
            SignedCheckpoint one = journal.checkpoint();
            assertEquals(1, one.size());
            assertEquals(one, journal.checkpoint());
            assertEquals(one, SignedCheckpoint.parse(one.note(), KEY.publicKey()));
            assertNotEquals(empty.root(), one.root());
        }
    }

    @Test
    void proofsOfEveryEntryAndEverySizeHold() {
        try (Journal journal = open(journal())) {
            List<Hash> roots = new ArrayList<>(List.of(Hash.ofNothing()));
            for (int number = 0; number < 12; number++) {
                journal.append(event(number));
                roots.add(journal.checkpoint().root());
            }
            for (int from = 0; from <= 12; from++) {
                for (int to = from; to <= 12; to++) {
                    assertTrue(journal.consistency(from, to).proves(roots.get(from), roots.get(to)));
                }
            }
            assertThrows(IllegalArgumentException.class, () -> journal.inclusion(12, 12));
            assertThrows(IllegalArgumentException.class, () -> journal.consistency(3, 13));
        }
    }

    @Test
    void largeEventsHaveALimit() {
        try (Journal journal = open(journal())) {
            byte[] largest = new byte[Journal.MAX_EVENT];
            new Random(1).nextBytes(largest);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int number = 0; number < 6; number++) {
                    threads.execute(() -> journal.append(largest));
                }
            }
            assertEquals(6, journal.size());
            assertThrows(IllegalArgumentException.class,
                    () -> journal.append(new byte[Journal.MAX_EVENT + 1]));
        }
    }

    @Test
    void anInterruptedCallerDoesNotBreakTheJournal() {
        try (Journal journal = open(journal())) {
            Thread.currentThread().interrupt();
            journal.append(event(0));
            assertTrue(Thread.interrupted());
            journal.append(event(1));
            assertEquals(2, journal.size());
        }
    }

    @Test
    void afterCloseNothingIsAccepted() {
        Journal journal = open(journal());
        journal.close();
        journal.close();
        assertThrows(JournalException.class, () -> journal.append(event(0)));
        assertFalse(Files.exists(journal().resolve("checkpoint.new")));
    }
}
