package io.sallyport.broker.ticket;

import io.sallyport.policies.policy.Fact;
import io.sallyport.policies.policy.Ticket;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is known of tickets, how old it is, and where it comes from. {@link #now} and {@link #last} answer from memory; {@link #ask} and
 * {@link #refresh} ask the ticket system. Safe for many threads.
 */
public final class Tickets {
    /** What is older is not known any more to anything that begins. */
    public static final Duration FRESH = Duration.ofMinutes(2);
    private static final Logger LOG = Logger.getLogger(Tickets.class.getName());
    /** Nobody needs what is older than this and is no longer asked for. */
    private static final Duration KEPT = Duration.ofMinutes(10);
    /** More tickets than this at one time are somebody trying ids. */
    private static final int MOST = 20_000;
    private static final int AT_ONCE = 4;
    static final TicketSight NOT_CONFIGURED = TicketSight.unknown(
            "not known: no ticket system is configured here",
            "What needs a ticket can't be had until the company's administrators configure one.");
    private static final String LATER = "Try again in a few minutes.";

    /** Hears of a ticket that is another one than it was. */
    public interface Changes {
        /** Called before anything is decided with it. May block and may throw: then it does not count. */
        void changed(String id, Fact<Ticket> now);

        /** For whoever does not want to know. */
        Changes IGNORED = (_, _) -> {
        };
    }

    /**
     * @param known the last answer that said something
     * @param askedAt when that was asked for, monotonic nanoseconds
     * @param trouble why a later question went unanswered
     */
    private record Entry(Fact<Ticket> known, long askedAt, Optional<String> trouble) {}

    private final Optional<TicketSystem> system;
    private final Changes changes;
    private final LongSupplier nanos;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * @param system empty: no ticket system is configured
     * @param nanos monotonic, in nanoseconds
     */
    public Tickets(Optional<TicketSystem> system, Changes changes, LongSupplier nanos) {
        this.system = system;
        this.changes = changes;
        this.nanos = nanos;
    }

    public boolean configured() {
        return system.isPresent();
    }

    /** Why the last question went unanswered; empty when it was answered, or none was asked. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** Asks now. What was known before does not make up for an answer that does not come. Blocks, 5 s at most. */
    public TicketSight ask(Optional<String> id) {
        if (id.isEmpty()) {
            return TicketSight.NONE_NAMED;
        }
        if (system.isEmpty()) {
            return NOT_CONFIGURED;
        }
        long askedAt = nanos.getAsLong();
        Fact<Ticket> fact;
        switch (system.get().ask(id.get())) {
            case TicketAnswer.Found(Ticket ticket) -> fact = Fact.known(ticket);
            case TicketAnswer.None _ -> fact = Fact.absent();
            case TicketAnswer.Silent(String why) -> {
                silent(id.get(), why);
                return silence(why);
            }
        }
        heard();
        learnt(id.get(), fact, askedAt);
        return TicketSight.of(fact);
    }

    /** What is known for something that begins now: nothing that is older than {@link #FRESH}. Does no I/O. */
    public TicketSight now(Optional<String> id) {
        return id.isEmpty() ? TicketSight.NONE_NAMED : known(id.get(), FRESH);
    }

    /**
     * The last that was known, however old: for what runs already. A ticket system that is away ends nobody's work; what it said before that
     * still holds, and what was never known is not known. Does no I/O.
     */
    public TicketSight last(Optional<String> id) {
        return id.isEmpty() ? TicketSight.NONE_NAMED : known(id.get(), Duration.ofDays(365));
    }

    private TicketSight known(String id, Duration most) {
        if (system.isEmpty()) {
            return NOT_CONFIGURED;
        }
        Entry entry = entries.get(id);
        if (entry == null) {
            return trouble.map(Tickets::silence).orElseGet(() -> TicketSight
                    .unknown("not known: the ticket system was not asked for it yet", LATER));
        }
        Duration age = age(entry);
        if (age.compareTo(most) > 0) {
            return silence(entry.trouble.orElse("not for more than " + FRESH.toMinutes() + " minutes"));
        }
        TicketSight sight = TicketSight.of(entry.known);
        return sight.as(sight.text() + " (" + age.toSeconds() + " s ago"
                + entry.trouble.map(why -> "; since then the ticket system does not answer: " + why)
                        .orElse("")
                + ")");
    }

    /**
     * Asks for each of these, a few at a time, and forgets what nobody needs. Blocks until all is asked; a ticket system that answers none of
     * the first few is left alone.
     */
    public void refresh(Collection<String> ids) throws InterruptedException {
        if (system.isEmpty()) {
            return;
        }
        forget(Set.copyOf(ids));
        Semaphore free = new Semaphore(AT_ONCE);
        AtomicBoolean answered = new AtomicBoolean();
        try (ExecutorService threads = Executors
                .newThreadPerTaskExecutor(Thread.ofVirtual().name("ticket-", 0).factory())) {
            int asked = 0;
            for (String id : ids) {
                free.acquire();
                if (asked++ >= 2 * AT_ONCE && !answered.get()) {
                    break;
                }
                threads.execute(() -> {
                    try {
                        if (!ask(Optional.of(id)).unknown()) {
                            answered.set(true);
                        }
                    } catch (RuntimeException e) {
                        LOG.log(Level.SEVERE, "what became of a ticket could not be taken in", e);
                    } finally {
                        free.release();
                    }
                });
            }
        }
    }

    // Told before it counts; what was asked earlier and answered later does not count any more.
    private void learnt(String id, Fact<Ticket> fact, long askedAt) {
        Entry before = entries.get(id);
        if (before != null && before.askedAt - askedAt > 0) {
            return;
        }
        if (before != null && !before.known.equals(fact)) {
            changes.changed(id, fact);
        }
        entries.merge(id, new Entry(fact, askedAt, Optional.empty()),
                (old, made) -> old.askedAt - made.askedAt > 0 ? old : made);
    }

    private void silent(String id, String why) {
        if (trouble.isEmpty()) {
            LOG.log(Level.WARNING, "the ticket system does not answer: {0}", why);
        }
        trouble = Optional.of(why);
        entries.computeIfPresent(id, (_, old) -> new Entry(old.known, old.askedAt, Optional.of(why)));
    }

    private void heard() {
        if (trouble.isPresent()) {
            trouble = Optional.empty();
            LOG.info("the ticket system answers again");
        }
    }

    private void forget(Set<String> needed) {
        entries.entrySet().removeIf(entry -> !needed.contains(entry.getKey())
                && (age(entry.getValue()).compareTo(KEPT) > 0 || entries.size() > MOST));
    }

    private Duration age(Entry entry) {
        return Duration.ofNanos(nanos.getAsLong() - entry.askedAt);
    }

    private static TicketSight silence(String why) {
        return TicketSight.unknown("not known: the ticket system does not answer (" + why + ")", LATER);
    }
}
