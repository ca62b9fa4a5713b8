package io.sallyport.policies.grant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.json.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A grant in its certificate, whole or with its lists beside it. */
class CarriedGrantTest {

    private static Grant grant(Rights rights) {
        return GrantSamples.standard(rights);
    }

    private static DetachedLists beside(Grant grant) {
        return DetachedLists.of(CarriedGrant.beside(grant).stream().toList());
    }

    /** About 300 command lines: detached. */
    private static Grant large() {
        return grant(Rights.from(GrantSamples.work()).shell(false).exec(Commands.of(commands(300))).build());
    }

    private static List<String> commands(int many) {
        return IntStream.range(0, many).mapToObj("systemctl restart service-%04d"::formatted).toList();
    }

    @Property(tries = 100)
    void whatIsCarriedIsResolvedToTheSameGrant(@ForAll long seed, @ForAll @IntRange(max = 45_000) int bytes) {
        RandomGenerator random = LargeRights.random(seed);
        // Half of them around the bound where the form changes.
        Rights rights = LargeRights.of(random, random.nextBoolean() ? bytes : bytes / 10);
        Grant grant = grant(rights);
        if (!GrantLists.fit(rights)) {
            assertThrows(GrantFormatException.class, () -> CarriedGrant.of(grant));
            return;
        }
        CarriedGrant carried = CarriedGrant.of(grant);
        byte[] option = carried.encode();
        assertTrue(option.length <= CarriedGrant.MOST_BYTES);
        assertEquals(carried, CarriedGrant.decode(option));
        assertEquals(grant, CarriedGrant.decode(option).resolve(beside(grant)));
        assertEquals(grant, GrantCodec.decode(GrantCodec.encode(grant)));
        boolean fits = GrantCodec.encode(grant).length <= CarriedGrant.MOST_BYTES;
        assertEquals(fits, carried.lists().isEmpty(), "size alone says which form it has");
        assertEquals(!fits, carried.head().must().contains(Protections.LISTS_DETACHED));
        assertTrue(carried.head().rights().within(rights),
                "whoever forgets the lists gives less, never more");
    }

    @Domain(RightsSamples.class)
    @Domain(DomainContext.Global.class)
    @Property(tries = 40)
    void whatTheHostMeetsIsNeverWider(@ForAll long seed, @ForAll Rights capped) {
        Rights granted = LargeRights.of(LargeRights.random(seed), 20_000);
        Grant resolved = CarriedGrant.of(grant(granted)).resolve(beside(grant(granted)));
        Ceiling builtIn = Ceiling.builtIn();
        var effective = assertInstanceOf(CeilingOutcome.Effective.class, new Ceiling(builtIn.logins(),
                builtIn.providers(), Duration.ofHours(8), builtIn.approvals(), capped).apply(resolved));
        assertTrue(effective.rights().within(granted));
        assertTrue(effective.rights().within(capped));
    }

    @Test
    void oneByteMoreThanFitsAndTheListsAreDetached() {
        int before = 0;
        int bytes = 200;
        while (before <= CarriedGrant.MOST_BYTES) {
            Grant grant = grant(LargeRights.exactly(bytes));
            int whole = GrantCodec.encode(grant).length;
            assertEquals(whole <= CarriedGrant.MOST_BYTES, CarriedGrant.of(grant).lists().isEmpty(),
                    whole + " bytes");
            if (whole == CarriedGrant.MOST_BYTES) {
                assertArrayEquals(GrantCodec.encode(grant), CarriedGrant.of(grant).encode());
            }
            before = whole;
            bytes += whole < 3900 ? 100 : 1;
        }
        assertEquals(CarriedGrant.MOST_BYTES + 1, before, "every size up to there was tried");
    }

    @Test
    void listsOfExactlyTheBoundAreCarriedAndOneByteMoreIsNot() {
        Grant most = grant(LargeRights.exactly(GrantLists.MOST_BYTES));
        assertEquals(GrantLists.MOST_BYTES, CarriedGrant.beside(most).orElseThrow().encode().length);
        assertEquals(most, CarriedGrant.of(most).resolve(beside(most)));
        assertEquals(most, GrantCodec.decode(GrantCodec.encode(most)));
        Grant more = grant(LargeRights.exactly(GrantLists.MOST_BYTES + 1));
        assertThrows(GrantFormatException.class, () -> CarriedGrant.of(more));
        assertThrows(GrantFormatException.class, () -> GrantCodec.encode(more));
        assertThrows(GrantFormatException.class, () -> GrantCodec.decode(GrantCodec.json(more).canonical()));
        GrantLists lists = GrantLists.of(more.rights()).orElseThrow();
        assertThrows(GrantFormatException.class, () -> GrantLists.of(lists.json()));
        assertThrows(GrantFormatException.class, () -> GrantLists.decode(lists.json().canonical()));
    }

    @Test
    void aGrantThatIsTooLargeEvenWithoutItsListsIsNotCarried() {
        Grant grant = large();
        List<String> must = new ArrayList<>(grant.must());
        IntStream.range(0, 20).mapToObj(i -> "a-protection-with-a-rather-long-name-%02d".formatted(i))
                .forEach(must::add);
        Grant wordy = new Grant(grant.version(), grant.id(), grant.kind(), grant.person(),
                grant.organisation(), grant.target(), grant.login(), grant.notBefore(), grant.notAfter(),
                grant.max(), "\u20ac".repeat(200), Optional.of("\u20ac".repeat(64)), "\u20ac".repeat(500),
                grant.policyHash(), grant.rule(),
                IntStream.range(0, 16).mapToObj(
                        i -> new io.sallyport.policies.id.RuleId(
                                "a-rather-long-name-of-a-rule-%02d".formatted(i)))
                        .toList(),
                grant.approvals(), grant.rights(), grant.lease(), grant.epoch(), must);
        assertThrows(GrantFormatException.class, () -> CarriedGrant.of(wordy));
        assertThrows(GrantFormatException.class, () -> GrantCodec.encode(wordy));
    }

    /** Either it is no document any more, or it is another one with another hash: both are refused. Bits all over, in steps of 13. */
    @Test
    void aFlippedBitInTheListsIsRefused() {
        Grant grant = grant(LargeRights.exactly(4500));
        CarriedGrant carried = CarriedGrant.of(grant);
        byte[] document = CarriedGrant.beside(grant).orElseThrow().encode();
        int readable = 0;
        for (int bit = 0; bit < document.length * 8; bit += 13) {
            byte[] changed = document.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            GrantLists lists;
            try {
                lists = GrantLists.decode(changed);
            } catch (GrantFormatException e) {
                continue;
            }
            readable++;
            assertThrows(GrantFormatException.class, () -> carried.resolve(DetachedLists.of(List.of(lists))),
                    "bit " + bit);
        }
        assertTrue(readable > 80, "many of them are lists of other commands");
    }

    /** Either refused, or another grant: two spellings of one grant don't exist in this form either. */
    @Test
    void noOtherBytesInTheCertificateResolveToTheSameGrant() {
        Grant grant = grant(LargeRights.exactly(4500));
        byte[] option = CarriedGrant.of(grant).encode();
        for (int bit = 0; bit < option.length * 8; bit += 7) {
            byte[] changed = option.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertNotEquals(grant, CarriedGrant.decode(changed).resolve(beside(grant)), "bit " + bit);
            } catch (GrantFormatException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] option = CarriedGrant.of(large()).encode();
        for (int length = 0; length < option.length; length++) {
            byte[] cut = Arrays.copyOf(option, length);
            assertThrows(GrantFormatException.class, () -> CarriedGrant.decode(cut));
        }
        byte[] document = CarriedGrant.beside(large()).orElseThrow().encode();
        for (int length = 0; length < document.length; length += 7) {
            byte[] cut = Arrays.copyOf(document, length);
            assertThrows(GrantFormatException.class, () -> GrantLists.decode(cut));
        }
    }

    @Test
    void withoutTheListsOrWithOthersThereIsNoGrant() {
        CarriedGrant carried = CarriedGrant.of(large());
        assertThrows(GrantFormatException.class, () -> carried.resolve(DetachedLists.none()));
        Grant other = grant(LargeRights.exactly(8000));
        assertThrows(GrantFormatException.class, () -> carried.resolve(beside(other)));
        // Lists under a hash that is not theirs: the spelling of the whole shows it.
        assertThrows(GrantFormatException.class, () -> carried.resolve(new DetachedLists(java.util.Map
                .of(carried.lists().orElseThrow().sha256(), CarriedGrant.beside(other).orElseThrow()))));
        assertEquals(large(), carried.resolve(DetachedLists.of(
                List.of(CarriedGrant.beside(other).orElseThrow(),
                        CarriedGrant.beside(large()).orElseThrow()))));
    }

    @Test
    void listsThatWouldFitTheCertificateAreNotDetached() {
        Grant small = grant(
                Rights.from(GrantSamples.work()).shell(false).exec(Commands.of(commands(5))).build());
        GrantLists lists = GrantLists.of(small.rights()).orElseThrow();
        List<String> must = new ArrayList<>(small.must());
        must.add(Protections.LISTS_DETACHED);
        Grant head = new Grant(small.version(), small.id(), small.kind(), small.person(),
                small.organisation(),
                small.target(), small.login(), small.notBefore(), small.notAfter(), small.max(),
                small.endReason(), small.ticket(), small.reason(), small.policyHash(), small.rule(),
                small.requires(), small.approvals(), lists.outOf(small.rights()), small.lease(),
                small.epoch(), must);
        CarriedGrant forced = new CarriedGrant(head, Optional.of(new CarriedGrant.Named(
                new TreeSet<>(Set.of(ListField.EXEC, ListField.PATHS)), lists.encode().length,
                lists.sha256())));
        assertEquals(forced, CarriedGrant.decode(forced.encode()), "by itself it is well formed");
        assertThrows(GrantFormatException.class, () -> forced.resolve(DetachedLists.of(List.of(lists))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            // The protection and the lists only go together.
            "\"lists.detached\", | ", "\"lists\":{ | \"list\":{",
            // Bounds of what is named.
            "\"bytes\":9943 | \"bytes\":0", "\"bytes\":9943 | \"bytes\":49153",
            "\"bytes\":9943 | \"bytes\":\"9943\"", "\"bytes\":9943 | \"bytes\":9943,\"count\":2",
            "\"bytes\":9943, | ", "\"sha256\":\" | \"sha256\":\"A",
            // Where nothing is detached, nothing is named; and no other word stands for lists.
            "\"exec\":\"detached\" | \"exec\":\"elsewhere\"", "\"shell\":false | \"shell\":\"detached\"",
            "\"mode\":\"read\" | \"mode\":\"detached\""})
    void whatIsNoDetachedGrantIsRefused(String was, String instead) {
        String option = new String(CarriedGrant.of(large()).encode(), StandardCharsets.UTF_8);
        String wrong = option.replace(was, instead == null ? "" : instead);
        assertNotEquals(option, wrong, () -> option);
        assertThrows(GrantFormatException.class, () -> decode(wrong), wrong);
    }

    private static CarriedGrant decode(String text) {
        return CarriedGrant.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same content in other bytes: a second spelling, in either form. */
    @Test
    void anotherSpellingIsRefused() {
        for (Grant grant : List.of(large(), grant(GrantSamples.work()))) {
            String option = new String(CarriedGrant.of(grant).encode(), StandardCharsets.UTF_8);
            for (String other : List.of(option + " ", option.replaceFirst("\\{", "{ "),
                    option.replace("\"kind\":\"standard\",", "").replaceFirst("\\{",
                            "{\"kind\":\"standard\","),
                    option.replace("web-1", "\\u0077eb-1"))) {
                assertNotEquals(option, other);
                assertThrows(GrantFormatException.class, () -> decode(other), other);
            }
        }
        var lists = JsonParser.parseObject("{\"exec\":[[\"uptime\",\"df\"]]}", 100, 3);
        assertThrows(GrantFormatException.class, () -> GrantLists.of(lists));
    }

    @Test
    void aFieldThatIsSaidToBeDetachedAndIsNotAmongTheListsGivesNoGrant() {
        String option = new String(CarriedGrant.of(large()).encode(), StandardCharsets.UTF_8);
        CarriedGrant more = decode(option.replace("\"sudo\":\"none\"", "\"sudo\":\"detached\""));
        assertThrows(GrantFormatException.class, () -> more.resolve(beside(large())));
        CarriedGrant less = decode(option.replace("\"exec\":\"detached\"", "\"exec\":\"any\""));
        assertThrows(GrantFormatException.class, () -> less.resolve(beside(large())));
        CarriedGrant none = decode(option.replace("\"exec\":\"detached\"", "\"exec\":\"none\""));
        assertThrows(GrantFormatException.class, () -> none.resolve(beside(large())));
        CarriedGrant mode = decode(option.replace("\"mode\":\"read\"", "\"mode\":\"none\""));
        assertThrows(GrantFormatException.class, () -> mode.resolve(beside(large())));
    }

    @Test
    void aWholeGrantNeverSaysThatListsAreDetached() {
        Grant work = grant(GrantSamples.work());
        String text = new String(CarriedGrant.of(work).encode(), StandardCharsets.UTF_8)
                .replace("\"idle\",\"lease\"", "\"idle\",\"lease\",\"lists.detached\"");
        assertTrue(text.contains("lists.detached"), text);
        assertThrows(GrantFormatException.class, () -> decode(text));
        assertThrows(GrantFormatException.class,
                () -> GrantCodec.decode(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aReaderThatDoesNotKnowDetachedListsRefusesThem() {
        Grant grant = large();
        assertThrows(GrantFormatException.class, () -> GrantCodec.decode(CarriedGrant.of(grant).encode()));
        Set<String> old = new TreeSet<>(Protections.neededBy(grant.rights()));
        assertEquals(List.of(Protections.LISTS_DETACHED),
                Protections.notUnderstood(CarriedGrant.of(grant).head(), old));
        assertEquals(List.of(), Protections.notUnderstood(grant, old), "the whole one does not need it");
    }

    @Test
    void theBytesAreTheOnesOnRecord() throws Exception {
        Grant grant = grant(Rights.from(GrantSamples.work()).shell(false)
                .exec(Commands.of(IntStream.range(0, 60)
                        .mapToObj(
                                i -> "systemctl restart a-service-with-a-rather-long-name-%02d".formatted(i))
                        .toList()))
                .forward(Destinations.of(List.of("db1:5432", "[fd00::/8]:443"))).build());
        assertEquals(GrantCodecTest.golden("detached.json"),
                new String(CarriedGrant.of(grant).encode(), StandardCharsets.UTF_8));
        byte[] lists = GrantCodecTest.golden("detached-lists.json").getBytes(StandardCharsets.UTF_8);
        assertEquals(GrantCodecTest.golden("detached-lists.json"), new String(
                CarriedGrant.beside(grant).orElseThrow().encode(), StandardCharsets.UTF_8));
        assertEquals(grant, decode(GrantCodecTest.golden("detached.json"))
                .resolve(DetachedLists.of(List.of(GrantLists.decode(lists)))));
    }

    @Test
    void aListHoldsSoManyPatternsAndAGrantSoManyLists() {
        assertEquals(1024, Commands.of(commands(1024)).lists().getFirst().size());
        assertThrows(IllegalArgumentException.class, () -> Commands.of(commands(1025)));
        List<List<String>> lists = IntStream.range(0, 16).mapToObj(i -> List.of("run " + i)).toList();
        assertTrue(GrantLists.fit(Rights.from(GrantSamples.work()).exec(new Commands(lists)).build()));
        List<List<String>> more = IntStream.range(0, 17).mapToObj(i -> List.of("run " + i)).toList();
        Rights tooMany = Rights.from(GrantSamples.work()).exec(new Commands(more)).build();
        assertFalse(GrantLists.fit(tooMany));
        assertThrows(GrantFormatException.class, () -> GrantCodec.encode(grant(tooMany)));
        assertThrows(IllegalArgumentException.class, () -> Meet.inGrant(tooMany, Rights.widest()));
    }

    @Test
    void whatIsNoDocumentOfListsIsRefused() {
        for (String wrong : List.of("{}", "{\"exec\":\"any\"}", "{\"exec\":\"none\"}", "{\"exec\":[]}",
                "{\"exec\":[[]]}", "{\"exec\":[\"uptime\"]}", "{\"exec\":[[\"* x\"]]}",
                "{\"exec\":[[\"uptime\",\"df\"]]}", "{\"exec\":[[\"df\",\"df\"]]}",
                "{\"exec\":[[\"df\"],[\"df\",\"uptime\"]]}", "{\"exec\":[[\"df\"]] }",
                "{\"exec\":[[\"df\"]],\"shell\":[[\"df\"]]}", "{\"sftp\":[[\"/a\"]]}",
                "{\"sudo\":[[\"df\"]],\"exec\":[[\"df\"]]}", "[[\"df\"]]")) {
            assertThrows(GrantFormatException.class,
                    () -> GrantLists.decode(wrong.getBytes(StandardCharsets.UTF_8)), wrong);
        }
        String right = "{\"exec\":[[\"df\"]],\"sftp.paths\":[[\"/a\"]],\"sudo\":[[\"df\"]]}";
        assertEquals(right, new String(GrantLists.decode(right.getBytes(StandardCharsets.UTF_8)).encode(),
                StandardCharsets.UTF_8));
    }
}
