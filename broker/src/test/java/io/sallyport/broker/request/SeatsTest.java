package io.sallyport.broker.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeatsTest {
    private static final GroupName OPS = new GroupName("ops");
    private static final GroupName SEC = new GroupName("sec");

    private static Person person(String name, GroupName... groups) {
        return new Person(new PersonName(name), name, new OrganisationName("example"), true,
                Set.copyOf(Arrays.asList(groups)),
                Set.of(), true);
    }

    @Test
    void onePersonTakesOneSeat() {
        assertEquals(List.of(SEC),
                new Seats(List.of(new Slot(1, OPS), new Slot(1, SEC)), List.of(person("a", OPS, SEC)))
                        .missing());
    }

    @Test
    void whoFitsTwoSeatsMakesRoomForWhoFitsOne() {
        List<Slot> slots = List.of(new Slot(1, OPS), new Slot(1, SEC));
        assertEquals(List.of(), new Seats(slots, List.of(person("a", OPS, SEC), person("b", OPS))).missing());
        assertEquals(List.of(), new Seats(slots, List.of(person("b", OPS), person("a", OPS, SEC))).missing());
    }

    @Test
    void aSlotOfTwoWantsTwo() {
        assertEquals(List.of(OPS), new Seats(List.of(new Slot(2, OPS)), List.of(person("a", OPS))).missing());
        assertEquals(List.of(OPS, OPS),
                new Seats(List.of(new Slot(2, OPS)), List.of(person("a", SEC))).missing());
    }
}
