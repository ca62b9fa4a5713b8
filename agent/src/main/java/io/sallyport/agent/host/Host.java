package io.sallyport.agent.host;

import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The host's operating system as this agent uses it: one per agent. All blocking methods are meant
 * for virtual threads and hold no carrier while they wait. Safe for many threads.
 */
public final class Host implements AutoCloseable {
    private final Poller poller;
    private final Spawner spawner;
    private final Accounts accounts;
    private final Cages cages;

    private Host(Poller poller, Spawner spawner, Accounts accounts, Cages cages) {
        this.poller = poller;
        this.spawner = spawner;
        this.accounts = accounts;
        this.cages = cages;
    }

    /**
     * @param instance tells this agent's cages from those of another agent on the same host: 1 to 64
     *     of {@code a-z 0-9 . -}
     * @param nanos monotonic clock
     * @throws HostException this system lacks something needed: Linux 5.4, glibc 2.34, util-linux
     */
    public static Host open(String instance, LongSupplier nanos) {
        long uid = Libc.effectiveUid();
        Poller poller = Poller.start();
        Spawner spawner = new Spawner(poller, uid);
        return new Host(poller, spawner, new Accounts(spawner, uid), Cages.open(instance, nanos));
    }

    /** True when the agent is not root: it cannot become anybody else, so it serves only its own account. */
    public boolean servesOnlyItself() {
        return spawner.servesOnlyItself();
    }

    /**
     * Asks the host's name services (files, LDAP, ...) in a process of their own.
     *
     * @return empty for an account that does not exist or that this agent cannot serve
     * @throws HostException the name services did not answer in time
     */
    public Optional<LocalAccount> account(LoginName login) {
        return accounts.find(login);
    }

    /** How sessions will be ended here: what {@link EndProof} will say in the good case. */
    public EndProof.Method endMethod() {
        return cages.method();
    }

    /** A new, empty cage. @throws HostException it cannot be made: the session must not start */
    public SessionCage cage(SessionId session) {
        return cages.cage(session);
    }

    /**
     * Starts a process in the cage; its privileges are dropped before it reads a byte.
     *
     * @throws HostException it could not be started
     */
    public HostProcess spawn(SpawnRequest request, SessionCage cage) {
        HostProcess process = spawner.spawn(request, cage.joinFile());
        cage.started(process);
        return process;
    }

    /**
     * Ends what an earlier run of this agent left behind; called once, before the first session.
     *
     * @param unfinished sessions whose recordings were not ended; needed where there are no cgroups
     * @return one proof for each session that was found
     */
    public List<EndProof> sweep(Set<SessionId> unfinished) {
        return cages.sweep(unfinished);
    }

    /** Stops the poller. Sessions are ended and processes closed before. */
    @Override
    public void close() {
        cages.close();
        poller.close();
    }
}
