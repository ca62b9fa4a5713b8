package io.sallyport.broker.request;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.json.Json;
import java.util.List;

/** So many approvals or reviews by people of this group. */
public record Slot(int count, GroupName group) {
    public Slot {
        if (count < 1) {
            throw new IllegalArgumentException("a slot needs at least one person");
        }
    }

    /** As people read it: {@code 2 of dba-owners}. */
    public String text() {
        return count + " of " + group;
    }

    static Json.Arr json(List<Slot> slots) {
        return Json.array(slots.stream().map(slot -> Json.object().put("count", slot.count)
                .put("group", slot.group.value()).build()).toList());
    }

    static List<Slot> parse(List<Json.Obj> slots) {
        return slots.stream().map(slot -> new Slot((int) slot.number("count"),
                new GroupName(slot.string("group")))).toList();
    }
}
