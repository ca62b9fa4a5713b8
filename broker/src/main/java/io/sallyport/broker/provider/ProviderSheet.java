package io.sallyport.broker.provider;

import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A provider as one viewer sees it.
 *
 * @param members by name, managers too
 * @param terms those in force
 * @param due when its people lapse unless they are confirmed; empty: they don't
 * @param confirmed when they were confirmed last
 * @param invitations the newest, whatever became of them
 * @param acts this viewer may invite, withdraw and confirm the roster
 * @param answers this viewer may agree to what a manager asks for
 */
public record ProviderSheet(Organisation organisation, List<Member> members, Terms terms,
        Optional<Instant> due, Optional<Instant> confirmed, List<Invitation> invitations, boolean acts,
        boolean answers) {
    public ProviderSheet {
        members = List.copyOf(members);
        invitations = List.copyOf(invitations);
    }

    /**
     * One of its people.
     *
     * @param holds why they are not let in
     * @param terms SHA-256 (hex) of the terms they agreed to; empty: they did not come by invitation
     * @param used day on which a key of theirs was last used
     */
    public record Member(Person person, Set<Hold> holds, Optional<String> terms, Optional<Instant> used) {
        public Member {
            holds = Set.copyOf(holds);
        }

        /** {@code enabled}, {@code disabled}, or what holds them. */
        public String state() {
            return person.enabled()
                    ? "enabled"
                    : holds.isEmpty()
                            ? "disabled"
                            : String.join(" ", holds.stream().map(Hold::code).sorted().toList());
        }
    }
}
