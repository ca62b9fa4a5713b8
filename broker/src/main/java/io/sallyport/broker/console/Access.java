package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import java.util.Set;

/**
 * Who may call an endpoint at all. What they then may see of it is decided per object by the desks.
 *
 * @param signedIn a good web session is needed
 * @param roles one of these is needed as well; empty: any role will do
 * @param company everybody inside the company may, whatever their roles
 */
record Access(boolean signedIn, Set<Role> roles, boolean company) {
    static final Access OPEN = new Access(false, Set.of(), false);
    static final Access SIGNED_IN = new Access(true, Set.of(), false);
    static final Access APPROVERS = new Access(true, Set.of(Role.APPROVER), false);
    /** Groups that are told of emergencies need no role, nor do sponsors; a provider's managers have rosters to confirm. */
    static final Access INBOX = new Access(true, Set.of(Role.APPROVER, Role.MANAGER), true);
    static final Access GOVERNORS = new Access(true,
            Set.of(Role.APPROVER, Role.ADMINISTRATOR, Role.AUDITOR), false);
    static final Access MAINTENANCE = new Access(true,
            Set.of(Role.APPROVER, Role.ADMINISTRATOR, Role.AUDITOR), false);
    /** Sponsors need no role; the desk decides what is theirs. */
    static final Access LEAVING = new Access(true, Set.of(Role.ADMINISTRATOR, Role.AUDITOR), true);
    static final Access OPERATORS = new Access(true, Set.of(Role.ADMINISTRATOR, Role.AUDITOR), false);

    boolean admits(Person person) {
        return roles.isEmpty() || roles.stream().anyMatch(person::is) || (company && person.internal());
    }
}
