package io.sallyport.broker.console;

import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.broker.audit.AgentEvent;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.audit.KeyEvent;
import io.sallyport.broker.audit.MaintenanceEvent;
import io.sallyport.broker.audit.ProviderEvent;
import io.sallyport.broker.audit.RecordingEvent;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.audit.ReviewEvent;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.audit.StepUpEvent;
import io.sallyport.broker.audit.TicketEvent;
import io.sallyport.broker.audit.TokenEvent;
import io.sallyport.broker.request.Draft;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands committed changes to open pages. Remembers the newest few, so that a page that lost its connection gets what it
 * missed; one that missed more is told to look again. No page ever slows another or the broker. Safe for many threads.
 */
final class EventHub implements AutoCloseable {
    /** Changes a reconnecting page can catch up with: minutes of a busy day. */
    static final int REMEMBERED = 512;
    /** Changes kept for a page that reads slowly. */
    static final int QUEUE = 64;
    /** Pages that listen at one time. */
    private static final int LISTENERS = 500;
    /** Of one person: every tab they may have, and not everybody's place. */
    static final int PER_PERSON = 20;
    private static final int FROM_FEED = 1024;
    private final Object lock = new Object();
    // Both under the lock.
    private final Deque<Change> recent = new ArrayDeque<>();
    private final Set<Listener> listeners = new HashSet<>();
    private final Feed.Subscription subscription;
    private final Thread pump;

    EventHub(Feed feed) {
        this.subscription = feed.subscribe(FROM_FEED);
        this.pump = Thread.ofVirtual().name("console-events").unstarted(this::pump);
    }

    void start() {
        pump.start();
    }

    /** One page's queue. One thread reads it and closes it. */
    final class Listener implements AutoCloseable {
        private final PersonName who;
        private final BlockingQueue<Change> queue = new ArrayBlockingQueue<>(QUEUE);
        private final AtomicBoolean missed = new AtomicBoolean();

        private Listener(PersonName who) {
            this.who = who;
        }

        /** The next change; empty when none came in time. */
        Optional<Change> next(Duration wait) throws InterruptedException {
            return Optional.ofNullable(queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
        }

        /** True once after changes were lost: read the state afresh. */
        boolean takeMissed() {
            return missed.getAndSet(false);
        }

        private void offer(Change change) {
            // Whoever is told of it reads it afresh: one telling is enough for all that came before.
            if (change instanceof Change.Waiting
                    && queue.stream().anyMatch(Change.Waiting.class::isInstance)) {
                return;
            }
            if (!queue.offer(change)) {
                queue.clear();
                missed.set(true);
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                listeners.remove(this);
            }
        }
    }

    /** Listens from after {@code seen} on; without it, from now on. Empty: too many listen already, in all or of this person. */
    Optional<Listener> listen(PersonName who, Optional<Long> seen) {
        Listener listener = new Listener(who);
        synchronized (lock) {
            if (listeners.size() >= LISTENERS
                    || listeners.stream().filter(each -> each.who.equals(who)).count() >= PER_PERSON) {
                return Optional.empty();
            }
            seen.ifPresent(last -> catchUp(listener, last));
            listeners.add(listener);
        }
        return Optional.of(listener);
    }

    /** The newest change there was; 0 when there was none since the start. */
    long newest() {
        synchronized (lock) {
            return recent.isEmpty() ? 0 : recent.getLast().index();
        }
    }

    void publish(Change change) {
        synchronized (lock) {
            if (change instanceof Change.Waiting && recent.peekLast() instanceof Change.Waiting) {
                recent.removeLast();
            }
            recent.addLast(change);
            if (recent.size() > REMEMBERED) {
                recent.removeFirst();
            }
            listeners.forEach(listener -> listener.offer(change));
        }
    }

    @Override
    public void close() {
        pump.interrupt();
        subscription.close();
    }

    private void catchUp(Listener listener, long last) {
        boolean forgotten = recent.size() == REMEMBERED && recent.getFirst().index() > last + 1;
        if (forgotten) {
            listener.missed.set(true);
        } else {
            recent.stream().filter(change -> change.index() > last).forEach(listener::offer);
        }
    }

    private void pump() {
        try {
            while (true) {
                subscription.next(Duration.ofSeconds(5))
                        .ifPresent(event -> changes(event).forEach(this::publish));
                if (subscription.takeMissed()) {
                    synchronized (lock) {
                        listeners.forEach(listener -> listener.missed.set(true));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the thread ends here
        }
    }

    private static List<Change> changes(Committed committed) {
        long index = committed.index();
        return switch (committed.event()) {
            case RequestEvent request -> change(index, request);
            case ReviewEvent review -> List.of(new Change.Moved(index, id(review)));
            case SessionEvent session -> List.of(new Change.Session(index, id(session)));
            case KeyEvent _,ProviderEvent _ -> List.of(new Change.Waiting(index));
            case DirectoryEvent directory ->
                waiting(directory) ? List.of(new Change.Waiting(index)) : List.of();
            case AgentEvent _,RecordingEvent _,BrokerEvent _,MaintenanceEvent _,TicketEvent _,StepUpEvent _,DepartureEvent _,TokenEvent _,AccountEvent _ ->
                List.of();
        };
    }

    private static boolean waiting(DirectoryEvent event) {
        return event instanceof DirectoryEvent.PersonHeld || event instanceof DirectoryEvent.PersonReleased
                || event instanceof DirectoryEvent.OrganisationChanged;
    }

    private static List<Change> change(long index, RequestEvent event) {
        return switch (event) {
            case RequestEvent.RequestFiled filed -> List.of(emergency(filed.grant())
                    ? new Change.Emergency(index, filed.request())
                    : new Change.Filed(index, filed.request()));
            case RequestEvent.RequestApproved approved -> List.of(emergency(approved.grant())
                    ? new Change.Emergency(index, approved.request())
                    : new Change.Moved(index, approved.request()));
            case RequestEvent.RequestDenied denied -> List.of(new Change.Moved(index, denied.request()));
            case RequestEvent.RequestCancelled cancelled ->
                List.of(new Change.Moved(index, cancelled.request()));
            case RequestEvent.RequestExpired expired -> List.of(new Change.Moved(index, expired.request()));
            case RequestEvent.RequestVoided voided -> List.of(new Change.Moved(index, voided.request()));
            case RequestEvent.RequestRefused _,RequestEvent.GrantRevoked _ -> List.of();
        };
    }

    private static boolean emergency(Optional<Json.Obj> grant) {
        return grant.map(Draft::grant).filter(made -> made.kind() == Grant.Kind.BREAK_GLASS).isPresent();
    }

    private static RequestId id(ReviewEvent event) {
        return switch (event) {
            case ReviewEvent.ReviewGiven given -> given.request();
            case ReviewEvent.ReviewCompleted completed -> completed.request();
            case ReviewEvent.ReviewOverdue overdue -> overdue.request();
        };
    }

    private static SessionId id(SessionEvent event) {
        return switch (event) {
            case SessionEvent.SessionOpening opening -> opening.session();
            case SessionEvent.SessionBegan began -> began.session();
            case SessionEvent.SessionEndOrdered ordered -> ordered.session();
            case SessionEvent.SessionReevaluated judged -> judged.session();
            case SessionEvent.SessionNarrowed narrowed -> narrowed.session();
            case SessionEvent.SessionNoted noted -> noted.session();
            case SessionEvent.SessionEnded ended -> ended.session();
        };
    }
}
