package io.sallyport.broker.identity;

import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PersonKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Signs people in to the console: a code obtained over SSH, where the key was proven, is exchanged once for a browser
 * session; whoever proves a person otherwise opens one. Everything lives in memory, so a restart signs everybody out. Safe for many threads.
 */
public final class SignIn {
    /** A code opens one browser session within this time. */
    public static final Duration CODE_LIFE = Duration.ofMinutes(2);
    /** A browser session that is not used for so long is over. */
    public static final Duration IDLE = Duration.ofMinutes(15);
    /** No browser session lives longer, used or not. */
    public static final Duration LIFE = Duration.ofHours(8);
    /** Browser sessions of one person at a time; the oldest goes first. */
    static final int SESSIONS_PER_PERSON = 10;
    private static final int SECRET_BYTES = 32;

    /** {@code shown}: every factor that opened or raised it. */
    private static final class Live {
        private final WebSession session;
        private final Set<ShownFactor> shown;
        private final long openedAt;
        private long usedAt;

        private Live(WebSession session, Set<ShownFactor> shown, long openedAt) {
            this.session = session;
            this.shown = Set.copyOf(shown);
            this.openedAt = openedAt;
            this.usedAt = openedAt;
        }
    }

    private final People people;
    private final SecureRandom random;
    private final InstantSource time;
    private final LongSupplier nanos;
    private final BiConsumer<PersonName, Mfa> signedIn;
    // The monitor of this object guards all below. Values are few and looked at for microseconds.
    private final SignInCodes codes;
    private final Map<String, Live> sessions = new HashMap<>();
    private final Endings endings;

    /**
     * @param nanos monotonic, in nanoseconds: a wall clock set back must not lengthen a life
     * @param signedIn is told who signs in, and how strongly proved, before the browser session opens; when it throws, none does
     */
    public SignIn(People people, SecureRandom random, InstantSource time, LongSupplier nanos,
            BiConsumer<PersonName, Mfa> signedIn) {
        this.people = people;
        this.random = random;
        this.time = time;
        this.nanos = nanos;
        this.signedIn = signedIn;
        this.codes = new SignInCodes(random, nanos);
        this.endings = new Endings(nanos);
    }

    /** As below, for somebody who proved no key. */
    public String codeFor(Person person) {
        return codeFor(person, Optional.empty());
    }

    /**
     * A code for this person: 32 lower-case hex digits (128 random bits), good once, for {@link #CODE_LIFE}.
     *
     * @param by the key that obtained it: it is worth nothing once the key is not theirs any more, nor is the session it opened
     */
    public synchronized String codeFor(Person person, Optional<ShownFactor> by) {
        return codes.make(person.name(), by);
    }

    /**
     * Exchanges a code for a browser session. Empty: wrong, used, expired, or the person is disabled. Wrong codes are not
     * counted here: 128 random bits are not guessed, and a count over all would let a stranger keep everybody out.
     */
    public Optional<WebSession> redeem(String code) {
        long since = moment();
        return use(code).flatMap(used -> open(used.person(),
                new Assurance(Mfa.NONE, time.instant(), used.by()), Optional.empty(), since));
    }

    /** The moment of now: to be taken before a proof is looked at, for {@link #open} and {@link #raise}. */
    public synchronized long moment() {
        return endings.last();
    }

    /** As below, for a proof that can't have been overtaken. */
    public Optional<WebSession> open(PersonName person, Assurance assurance,
            Optional<String> idpSession) {
        return open(person, assurance, idpSession, moment());
    }

    /**
     * Opens a browser session for somebody who was proved just now. Empty: nobody of that name is enabled, or it is no human, or what they showed
     * was overtaken: their sign-ins were ended, or a factor of theirs removed, since {@code since}.
     *
     * @param idpSession the identity provider's session it hangs on
     * @param since {@link #moment} before the proof was looked at
     */
    public Optional<WebSession> open(PersonName person, Assurance assurance,
            Optional<String> idpSession, long since) {
        if (admitted(person).isEmpty() || !held(person, assurance.by())) {
            return Optional.empty();
        }
        // Not under the monitor: it may wait for the disk, and nobody else should.
        signedIn.accept(person, assurance.level());
        return opened(person, assurance, idpSession, since);
    }

    /**
     * Takes a stronger or newer proof of the same person into a session: under a new id, with the old one dead, so that whoever knew the old
     * one gains nothing. Empty: there is no such session, or the proof was overtaken.
     *
     * @param idpSession replaces what the session hung on, when there is one
     * @param since as of {@link #open}
     */
    public Optional<WebSession> raise(String id, Assurance assurance, Optional<String> idpSession,
            long since) {
        Optional<WebSession> old = session(id);
        if (old.isEmpty()) {
            return Optional.empty();
        }
        signedIn.accept(old.get().person(), assurance.level());
        return raised(id, assurance, idpSession, since);
    }

    private synchronized Optional<WebSession> raised(String id, Assurance assurance,
            Optional<String> idpSession, long since) {
        Live live = sessions.get(IdHash.of(id));
        if (live == null || endings.overtake(live.session.person(), idpSession, since)) {
            return Optional.empty();
        }
        sessions.remove(IdHash.of(id));
        WebSession old = live.session;
        WebSession session = new WebSession(secret(), secret(), old.person(), old.openedAt(), assurance,
                idpSession.or(old::idpSession));
        Set<ShownFactor> shown = new HashSet<>(live.shown);
        assurance.by().ifPresent(shown::add);
        Live next = new Live(session, shown, live.openedAt);
        next.usedAt = nanos.getAsLong();
        sessions.put(IdHash.of(session.id()), next);
        return Optional.of(session);
    }

    private Optional<PersonName> admitted(PersonName person) {
        return people.byName(person).filter(Person::enabled)
                .filter(known -> known.kind() == PersonKind.HUMAN).map(Person::name);
    }

    // A key stands for somebody for as long as it is theirs; nothing else of the directory is a proof.
    private boolean held(PersonName person, Optional<ShownFactor> by) {
        return by.flatMap(ShownFactor::key).map(key -> people.byKey(key)
                .filter(owner -> owner.name().equals(person)).isPresent()).orElse(true);
    }

    private boolean held(Live live) {
        return live.shown.stream().allMatch(by -> held(live.session.person(), Optional.of(by)));
    }

    private synchronized Optional<SignInCodes.Code> use(String code) {
        return codes.take(code).filter(match -> admitted(match.person()).isPresent());
    }

    /** The browser session with this id, if it is still good; being asked for counts as being used. */
    public synchronized Optional<WebSession> session(String id) {
        long now = nanos.getAsLong();
        Live live = sessions.get(IdHash.of(id));
        if (live == null) {
            return Optional.empty();
        }
        if (over(live, now) || admitted(live.session.person()).isEmpty() || !held(live)) {
            sessions.remove(IdHash.of(id));
            return Optional.empty();
        }
        live.usedAt = now;
        return Optional.of(live.session);
    }

    /** As {@link #session}, but looking is no use: an open event stream must not keep an idle session alive. */
    public synchronized Optional<WebSession> look(String id) {
        Live live = sessions.get(IdHash.of(id));
        return live == null || over(live, nanos.getAsLong()) || !held(live)
                || people.byName(live.session.person()).filter(Person::enabled).isEmpty()
                        ? Optional.empty()
                        : Optional.of(live.session);
    }

    /** Signs a browser out. */
    public synchronized void end(String id) {
        sessions.remove(IdHash.of(id));
    }

    /** Signs a person out everywhere, and takes their open codes back. Returns how many browser sessions that ended. */
    public synchronized int endAll(PersonName person) {
        endings.of(person);
        codes.dropIf(code -> code.person().equals(person));
        int before = sessions.size();
        sessions.values().removeIf(live -> live.session.person().equals(person));
        return before - sessions.size();
    }

    /** Signs out every browser whose session hangs on this one of the identity provider. Returns how many. */
    public synchronized int endIdpSession(String idpSession) {
        endings.of(idpSession);
        int before = sessions.size();
        sessions.values()
                .removeIf(live -> live.session.idpSession().filter(idpSession::equals).isPresent());
        return before - sessions.size();
    }

    /**
     * Ends what hangs on something that is no more: with an account that was reset or disabled every session of its person, with a factor or a
     * key that was removed those in which it was shown. To be told after every commit, when {@link People} knows of it: what is only looked at
     * when somebody asks would come back with a key that was away for a while.
     */
    public void committed(List<Committed> events) {
        if (events.stream().anyMatch(each -> each.event() instanceof DirectoryEvent)) {
            dropUnheld();
        }
        for (Committed each : events) {
            switch (each.event()) {
                case AccountEvent.AccountReset reset -> endAll(reset.person());
                case AccountEvent.AccountDisabled disabled -> endAll(disabled.person());
                case AccountEvent.FactorRemoved removed -> endShown(removed.person(),
                        new ShownFactor(removed.factor(), removed.id()));
                default -> {
                    // No session hangs on it.
                }
            }
        }
    }

    private synchronized void dropUnheld() {
        codes.dropIf(code -> !held(code.person(), code.by()));
        sessions.values().removeIf(live -> !held(live));
    }

    private synchronized void endShown(PersonName person, ShownFactor factor) {
        endings.of(person);
        sessions.values()
                .removeIf(live -> live.session.person().equals(person) && live.shown.contains(factor));
    }

    /** How many browsers act for this person now. */
    public synchronized int count(PersonName person) {
        long now = nanos.getAsLong();
        return (int) sessions.values().stream()
                .filter(live -> live.session.person().equals(person) && !over(live, now)).count();
    }

    private synchronized Optional<WebSession> opened(PersonName person, Assurance assurance,
            Optional<String> idpSession, long since) {
        if (endings.overtake(person, idpSession, since)) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        sessions.values().removeIf(live -> over(live, now));
        if (sessions.values().stream().filter(live -> live.session.person().equals(person))
                .count() >= SESSIONS_PER_PERSON) {
            sessions.entrySet().stream().filter(e -> e.getValue().session.person().equals(person))
                    .min((a, b) -> Long.compare(a.getValue().openedAt, b.getValue().openedAt))
                    .ifPresent(oldest -> sessions.remove(oldest.getKey()));
        }
        WebSession session = new WebSession(secret(), secret(), person, time.instant(), assurance,
                idpSession);
        sessions.put(IdHash.of(session.id()),
                new Live(session, assurance.by().map(Set::of).orElse(Set.of()), now));
        return Optional.of(session);
    }

    private static boolean over(Live live, long now) {
        return now - live.usedAt > IDLE.toNanos() || now - live.openedAt > LIFE.toNanos();
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
