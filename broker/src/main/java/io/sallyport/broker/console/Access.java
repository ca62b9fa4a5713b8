package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import java.util.Set;

/**
 * Who may call an endpoint at all. What they then may see of it is decided per object by the desks.
 *
 * @param signedIn a good web session is needed
 * @param roles one of these is needed as well; empty: any role will do
 */
record Access(boolean signedIn, Set<Role> roles) {
    static final Access OPEN = new Access(false, Set.of());
    static final Access SIGNED_IN = new Access(true, Set.of());
    static final Access APPROVERS = new Access(true, Set.of(Role.APPROVER));
    static final Access MAINTENANCE = new Access(true,
            Set.of(Role.APPROVER, Role.ADMINISTRATOR, Role.AUDITOR));
    static final Access OPERATORS = new Access(true, Set.of(Role.ADMINISTRATOR, Role.AUDITOR));

    boolean admits(Person person) {
        return roles.isEmpty() || roles.stream().anyMatch(person::is);
    }
}
