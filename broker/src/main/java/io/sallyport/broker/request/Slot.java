package io.sallyport.broker.request;

import io.sallyport.policies.id.GroupName;

/** So many approvals by people of this group. */
public record Slot(int count, GroupName group) {
    public Slot {
        if (count < 1) {
            throw new IllegalArgumentException("a slot needs at least one approver");
        }
    }

    /** As people read it: {@code 2 of dba-owners}. */
    public String text() {
        return count + " of " + group;
    }
}
