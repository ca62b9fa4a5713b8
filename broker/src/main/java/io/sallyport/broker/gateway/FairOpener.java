package io.sallyport.broker.gateway;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lets one person open only so many tunnels at once and a minute. Each opening is written to the journal and costs
 * signatures, of which the authority gives a limited number to all together; and a client can ask again without waiting
 * for the answer. Safe for many threads.
 */
final class FairOpener implements Opener {
    /** Openings of one person under way: more than a playbook opens at once. */
    static final int AT_ONCE = 50;
    /** Openings of one person a minute: a third of what the authority signs. */
    static final int A_MINUTE = 200;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Opener opener;
    private final LongSupplier nanos;
    // No larger than the directory.
    private final Map<PersonName, Account> accounts = new ConcurrentHashMap<>();

    private static final class Account {
        private final Deque<Long> begun = new ArrayDeque<>();
        private int underWay;

        private synchronized boolean take(long now) {
            while (!begun.isEmpty() && now - begun.getFirst() > MINUTE) {
                begun.removeFirst();
            }
            if (underWay >= AT_ONCE || begun.size() >= A_MINUTE) {
                return false;
            }
            underWay++;
            begun.addLast(now);
            return true;
        }

        private synchronized void giveBack() {
            underWay--;
        }
    }

    /** @param nanos monotonic */
    FairOpener(Opener opener, LongSupplier nanos) {
        this.opener = opener;
        this.nanos = nanos;
    }

    @Override
    public Opening open(Proven who, TargetName target, InetSocketAddress source) {
        Account account = accounts.computeIfAbsent(who.person(), _ -> new Account());
        if (!account.take(nanos.getAsLong())) {
            return new Opening.Refused("You open too many connections at once. Try again in a minute.");
        }
        try {
            return opener.open(who, target, source);
        } finally {
            account.giveBack();
        }
    }
}
