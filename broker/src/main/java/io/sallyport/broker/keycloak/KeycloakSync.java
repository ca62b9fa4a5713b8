package io.sallyport.broker.keycloak;

import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.directory.DirectoryDesk;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the accounts of Keycloak on a thread of its own until closed: looks every {@link #EVERY} whether something happened to them, reads
 * all of them when it did, and {@link #ANYWAY} besides. While Keycloak does not answer, nobody changes.
 */
public final class KeycloakSync implements AutoCloseable {
    /** A change there is a change here within this, the reading and a call's time. */
    static final Duration EVERY = Duration.ofSeconds(1);
    /** For what leaves no event: a directory behind Keycloak, events switched off. */
    static final Duration ANYWAY = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(KeycloakSync.class.getName());
    /** Everybody, in a realm of ten thousands. */
    private static final Duration READING = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(5);

    /** Where people are taken from and brought to. {@code signOut}: ends every console session of somebody. */
    public record Parts(AuditTrail trail, People people, DirectoryDesk directory,
            Consumer<PersonName> signOut) {}

    private final AdminApi api;
    private final AccountMapping mapping;
    private final Parts parts;
    private final AccountHolds holds;
    private final LongSupplier nanos;
    private final Thread thread;
    // Of the thread alone.
    private Optional<Happenings> last = Optional.empty();
    private long readAt;
    private Set<String> reported = Set.of();
    /** Why Keycloak could not be followed the last time; null when it could. */
    private volatile @Nullable String trouble = "it was not asked yet";

    private KeycloakSync(AdminApi api, KeycloakSettings settings, Parts parts, LongSupplier nanos) {
        this.api = api;
        this.mapping = new AccountMapping(settings);
        this.parts = parts;
        this.holds = new AccountHolds(parts.trail, parts.people);
        this.nanos = nanos;
        this.thread = Thread.ofVirtual().name("keycloak-sync").unstarted(this::run);
    }

    /** @param nanos monotonic */
    public static KeycloakSync start(AdminApi api, KeycloakSettings settings, Parts parts,
            LongSupplier nanos) {
        KeycloakSync sync = new KeycloakSync(api, settings, parts, nanos);
        sync.thread.start();
        return sync;
    }

    private void run() {
        try {
            while (true) {
                look();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the thread ends here
        }
    }

    // Any failure leaves everything as it was, and everybody is read as soon as Keycloak answers.
    private void look() {
        try {
            follow();
            if (trouble != null) {
                LOG.info("Keycloak answers");
            }
            trouble = null;
        } catch (AccountsUnavailableException e) {
            last = Optional.empty();
            String words = String.valueOf(e.getMessage());
            if (!words.equals(trouble)) {
                LOG.log(Level.WARNING, "{0}: people stay as they are", words);
            }
            trouble = words;
        } catch (RuntimeException | Error e) {
            last = Optional.empty();
            if (trouble == null) {
                LOG.log(Level.SEVERE, "people could not be synchronised; tried again", e);
            }
            trouble = "people could not be synchronised";
        }
    }

    private void follow() {
        // Before the reading: what happens during it is seen the next time.
        Happenings now = api.ask(Happenings::newest);
        if (last.filter(now::equals).isPresent() && nanos.getAsLong() - readAt < ANYWAY.toNanos()) {
            return;
        }
        synchronise();
        last = Optional.of(now);
        readAt = nanos.getAsLong();
    }

    private void synchronise() {
        List<RegisteredKey> keys = parts.people.all().stream()
                .flatMap(person -> parts.people.keysOf(person.name()).stream()).toList();
        Reading reading = api.ask(READING, realm -> Reading.of(realm, mapping, parts.people.all(), keys));
        // Who must go goes first.
        List<PersonName> held = holds.settle(reading.reasons());
        held.forEach(parts.signOut);
        DirectoryDesk.Adopted adopted = parts.directory.adoptAccounts(reading.people(), reading.keys(),
                Origin.KEYCLOAK);
        holds.settle(reading.reasons()).forEach(parts.signOut);
        report(reading, adopted);
    }

    private void report(Reading reading, DirectoryDesk.Adopted adopted) {
        Set<String> lines = new TreeSet<>(reading.reports());
        lines.addAll(adopted.clashes());
        lines.stream().filter(line -> !reported.contains(line))
                .forEach(line -> LOG.log(Level.WARNING, "keycloak: not taken: {0}", line));
        reported = lines;
        if (adopted.changes() > 0) {
            LOG.log(Level.INFO, "keycloak: {0} changes taken over", adopted.changes());
        }
    }

    /** Why Keycloak is not followed now; empty when it is. For operators. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
