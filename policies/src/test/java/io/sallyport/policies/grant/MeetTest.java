package io.sallyport.policies.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

@Domain(RightsSamples.class)
class MeetTest {

    @Property(tries = 500)
    void orderDoesNotMatter(@ForAll Rights a, @ForAll Rights b) {
        assertEquals(Meet.of(a, b), Meet.of(b, a));
    }

    @Property(tries = 500)
    void groupingDoesNotMatter(@ForAll Rights a, @ForAll Rights b, @ForAll Rights c) {
        assertEquals(Meet.of(Meet.of(a, b), c), Meet.of(a, Meet.of(b, c)));
    }

    @Property(tries = 300)
    void meetingItselfChangesNothing(@ForAll Rights a) {
        assertEquals(a, Meet.of(a, a));
        assertEquals(a, Meet.of(a, Rights.widest()));
    }

    @Property(tries = 500)
    void theMeetIsWithinBothSides(@ForAll Rights a, @ForAll Rights b) {
        Rights both = Meet.of(a, b);
        assertTrue(both.within(a));
        assertTrue(both.within(b));
    }

    @Property(tries = 500)
    void whatTheMeetAllowsBothSidesAllow(@ForAll Rights a, @ForAll Rights b) {
        Rights both = Meet.of(a, b);
        for (String line : RightsSamples.COMMAND_LINES) {
            assertEquals(both.exec().allows(line), a.exec().allows(line) && b.exec().allows(line), line);
        }
        for (String path : List.of("/var/log/a/b", "/tmp/x", "/tmp/x/y", "/etc/hosts", "/root")) {
            assertEquals(both.sftp().paths().allows(path) && both.sftp().mode() != Sftp.Mode.NONE,
                    a.sftp().paths().allows(path) && a.sftp().mode() != Sftp.Mode.NONE
                            && b.sftp().paths().allows(path) && b.sftp().mode() != Sftp.Mode.NONE,
                    path);
        }
        for (String host : List.of("db1", "10.1.2.3", "fd00::1")) {
            assertEquals(both.forward().allows(host, 5432),
                    a.forward().allows(host, 5432) && b.forward().allows(host, 5432));
        }
    }

    @Property(tries = 200)
    void tightestIsWithinEverythingThatWantsNoObserver(@ForAll Rights a) {
        Rights unwatched = Rights.from(a).observers(List.of()).build();
        assertTrue(Rights.tightest().within(unwatched));
    }

    /** The same for very many triples: {@code -Dproperties=extended} takes 200000. */
    @Domain(DomainContext.Global.class)
    @Property(tries = 5)
    void randomTriplesFormALattice(@ForAll long seed) {
        int triples = System.getProperty("properties", "").equals("extended") ? 40_000 : 100;
        RandomGenerator<Rights> rights = new RightsSamples().rights().generator(1000);
        Random random = new Random(seed);
        for (int i = 0; i < triples; i++) {
            Rights a = rights.next(random).value();
            Rights b = rights.next(random).value();
            Rights c = rights.next(random).value();
            Rights both = Meet.of(a, b);
            assertEquals(both, Meet.of(b, a));
            assertEquals(a, Meet.of(a, a));
            assertEquals(Meet.of(both, c), Meet.of(a, Meet.of(b, c)));
            assertTrue(both.within(a) && both.within(b));
        }
    }

    /** The trap: with a rank beside the list, "list" met "list" by intersecting patterns gives "no list", which is any. */
    @Test
    void twoListsWithoutACommonPatternDoNotBecomeAny() {
        Commands web = Commands.of(List.of("systemctl * web"));
        Commands status = Commands.of(List.of("systemctl status *"));
        Rights both = Meet.of(with(web), with(status));
        assertFalse(both.exec().isAny());
        assertFalse(both.exec().isNone());
        assertTrue(both.exec().allows("systemctl status web"));
        assertFalse(both.exec().allows("systemctl restart web"));
        assertFalse(both.exec().allows("systemctl status db"));
        assertFalse(both.exec().allows("rm -rf /"));
    }

    @Test
    void noneAbsorbsEveryList() {
        Rights both = Meet.of(with(Commands.none()), with(Commands.of(List.of("uptime"))));
        assertEquals(Commands.none(), both.exec());
        assertFalse(both.exec().allows("uptime"));
    }

    private static Rights with(Commands exec) {
        return Rights.from(Rights.widest()).exec(exec).build();
    }
}
