package io.sallyport.broker.policy;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Brief;
import io.sallyport.broker.audit.BrokerEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Whether the policy folder, when it was read last, could be used. The journal tells it once for each content that can't. Safe for many threads. */
final class FolderAlarm {
    private static final int PROBLEMS = 20;
    private static final int PROBLEM = 300;

    private final AuditTrail trail;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Reading.Bad> bad = Optional.empty();

    FolderAlarm(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * The folder was read.
     *
     * @param inForce hash of what decides meanwhile
     * @param by who had it read
     */
    void read(Reading reading, String inForce, Actor by, Optional<String> operatorUser) {
        lock.lock();
        try {
            switch (reading) {
                case Reading.Good _ -> bad = Optional.empty();
                case Reading.Bad now -> {
                    if (bad.filter(now::equals).isEmpty()) {
                        trail.record(at -> new BrokerEvent.PolicyFolderRefused(at, by, inForce,
                                Brief.lines(now.problems(), PROBLEMS, PROBLEM), now.hash(), operatorUser));
                        bad = Optional.of(now);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Why it could not be used; empty when it could. */
    List<String> problems() {
        return bad.map(Reading.Bad::problems).orElse(List.of());
    }
}
