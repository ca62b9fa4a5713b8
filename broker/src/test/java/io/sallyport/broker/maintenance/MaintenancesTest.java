package io.sallyport.broker.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MaintenancesTest {
    private static final TargetName DB = new TargetName("db-1");
    private static final GroupName OWNERS = new GroupName("db-owners");
    private static final PersonName ADA = new PersonName("ada");
    private static final PersonName BOB = new PersonName("bob");

    private static Target target(String owner) {
        return new Target(DB, Map.of(), new GroupName(owner), "", true);
    }

    private static Instant minute(long minutes) {
        return FakeClock.START.plus(Duration.ofMinutes(minutes));
    }

    private static Maintenance from(long from, long until, PersonName by) {
        return new Maintenance(new MaintenanceId("m-aaaaaaaaaa"), by, Map.of(DB, OWNERS), minute(from),
                minute(until), "patches", Optional.empty());
    }

    private static Fact<Instant> open(long at, Set<PersonName> notBy, Maintenance... all) {
        return held(List.of(all)).openUntil(target("db-owners"), minute(at), notBy);
    }

    private static Maintenances held(List<Maintenance> all) {
        return new Maintenances(new MaintenanceStore() {
            @Override
            public List<Maintenance> notOver(Instant at) {
                return all;
            }

            @Override
            public List<Maintenance> newest(int limit) {
                return all;
            }
        }, () -> FakeClock.START);
    }

    @Test
    void itIsOpenFromItsBeginningUntilBeforeItsEnd() {
        Maintenance one = from(10, 20, ADA);
        assertEquals(Fact.absent(), open(9, Set.of(), one));
        assertEquals(Fact.known(minute(20)), open(10, Set.of(), one));
        assertEquals(Fact.known(minute(20)), open(19, Set.of(), one));
        assertEquals(Fact.absent(), open(20, Set.of(), one));
    }

    @Test
    void suchAsTouchOrOverlapAreOne() {
        assertEquals(Fact.known(minute(40)),
                open(12, Set.of(), from(30, 40, ADA), from(10, 20, ADA), from(15, 30, ADA)));
        assertEquals(Fact.known(minute(20)), open(12, Set.of(), from(10, 20, ADA), from(21, 40, ADA)));
        assertEquals(Fact.absent(), open(5, Set.of(), from(10, 20, ADA)));
    }

    @Test
    void oneThatWasEndedEarlyEndedThen() {
        Maintenance ended = new Maintenance(new MaintenanceId("m-aaaaaaaaaa"), ADA, Map.of(DB, OWNERS),
                minute(10), minute(20), "x", Optional.of(minute(12)));
        assertEquals(Fact.known(minute(12)), open(11, Set.of(), ended));
        assertEquals(Fact.absent(), open(12, Set.of(), ended));
    }

    @Test
    void whatSomebodyInvolvedDeclaredDoesNotCount() {
        assertEquals(Fact.absent(), open(12, Set.of(ADA), from(10, 20, ADA)));
        assertEquals(Fact.known(minute(20)), open(12, Set.of(ADA), from(10, 20, BOB), from(15, 30, ADA)));
    }

    @Test
    void aTargetThatGotAnotherOwnerIsNotCoveredAnyMore() {
        Maintenances held = held(List.of(from(10, 20, ADA)));
        assertEquals(Fact.absent(), held.openUntil(target("ops-owners"), minute(12), Set.of()));
        assertEquals(Fact.absent(), held.openUntil(
                new Target(new TargetName("db-2"), Map.of(), OWNERS, "", true), minute(12), Set.of()));
    }

    /** Minute by minute: the end is the first minute that none of them covers. */
    @Property(tries = 300)
    void theEndIsTheFirstMomentThatNoneCovers(
            @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 59) Integer> begins,
            @ForAll @Size(min = 8, max = 8) List<@IntRange(min = 1, max = 15) Integer> lengths,
            @ForAll @IntRange(min = 0, max = 80) int at) {
        Maintenance[] all = new Maintenance[begins.size()];
        boolean[] covered = new boolean[100];
        for (int i = 0; i < all.length; i++) {
            all[i] = from(begins.get(i), begins.get(i) + lengths.get(i), ADA);
            java.util.Arrays.fill(covered, begins.get(i), begins.get(i) + lengths.get(i), true);
        }
        int end = at;
        while (covered[end]) {
            end++;
        }
        assertEquals(end == at ? Fact.absent() : Fact.known(minute(end)), open(at, Set.of(), all));
    }
}
