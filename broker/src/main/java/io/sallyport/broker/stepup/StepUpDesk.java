package io.sallyport.broker.stepup;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.StepUpEvent;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.identity.TotpOutcome;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Asks for proof beyond the key, and takes it: a one-time code typed at the prompt, or a confirmation in a browser that is signed in as the
 * same person strongly enough. Whatever is taken is journalled before it counts, and counts for that person, key, source and
 * those targets only. Blocking; safe for many threads.
 */
public final class StepUpDesk {
    /** Codes for how somebody proved themselves; stored, and never change. */
    static final String BY_CODE = "one-time-code";
    static final String BY_BROWSER = "browser";
    private static final Logger LOG = Logger.getLogger(StepUpDesk.class.getName());

    private final AuditTrail trail;
    private final People people;
    private final Needs needs;
    private final StepUpFactors factors;
    private final ProofBook proofs;
    private final Attempts attempts;

    /** @param nanos monotonic */
    public StepUpDesk(AuditTrail trail, People people, Needs needs, StepUpFactors factors, ProofBook proofs,
            SecureRandom random, LongSupplier nanos) {
        this.trail = trail;
        this.people = people;
        this.needs = needs;
        this.factors = factors;
        this.proofs = proofs;
        this.attempts = new Attempts(random, nanos);
    }

    /** What this person has to show before their live grants are good from there; empty when nothing is missing. */
    public Optional<Need> atLogin(KeyHolder holder) {
        // For the account itself it counts from now on, and no longer than anything else that is shown: a
        // connection may be open for days.
        proofs.shown(holder.person(), holder.key(), holder.source(), Set.of(), holder.byKey());
        return needs.forGrants(holder, _ -> true);
    }

    /** What is missing for this target: for a live grant, or for a request. */
    public Optional<Need> forTarget(KeyHolder holder, TargetName target) {
        return needs.forGrants(holder, target::equals).or(() -> needs.forRequest(holder, target));
    }

    /** What is missing for the account itself, its keys for example; empty when enough was shown, for whatever it was, at most {@code age} ago. */
    public Optional<Need> forAccount(KeyHolder holder, Duration age) {
        return lately(holder, age).atLeast(Mfa.OTP)
                ? Optional.empty()
                : Optional.of(new Need(Mfa.OTP, new TreeSet<>(), new TreeSet<>()));
    }

    /** The strongest that this person has shown from there, for whatever it was, at most {@code age} ago; by a signature when a connection began. */
    public Mfa lately(KeyHolder holder, Duration age) {
        return proofs.recently(holder.person(), holder.key(), holder.source(), age);
    }

    /** What this person has shown for the target from there. */
    public Mfa shown(KeyHolder holder, TargetName target) {
        return needs.shown(holder, target);
    }

    /** Whether a typed code can be enough. */
    boolean takesCode(KeyHolder holder, Need need) {
        return Mfa.OTP.atLeast(need.level()) && factors.hasTotp(holder.person());
    }

    /** Whether there is a page on which it could be confirmed. */
    boolean takesBrowser(Need need) {
        return factors.browser(need.level());
    }

    /** A code as typed; it is used up. True: it is good, and counts from now on. */
    TotpOutcome typed(KeyHolder holder, Need need, String code) {
        // A factor that is taken away from here on takes along what it proves now.
        long given = proofs.moment();
        TotpOutcome outcome = factors.verify(holder.person(), code);
        if (!(outcome instanceof TotpOutcome.Right)) {
            failed(holder, need, "wrong-code");
            return outcome;
        }
        return confirm(holder, need, Mfa.OTP, BY_CODE, Optional.empty(), given)
                ? outcome
                : new TotpOutcome.Wrong();
    }

    /** Begins to wait for a browser; empty when too many wait already. */
    Optional<Attempt> begin(KeyHolder holder, Need need) {
        return attempts.begin(holder, need);
    }

    /** What waits for this person under that link or code; nobody sees what waits for somebody else. */
    public Optional<Attempt> waiting(PersonName viewer, String tokenOrCode) {
        return attempts.find(viewer, tokenOrCode);
    }

    /**
     * Somebody signed in with {@code level} says on the page that it is them. False: it is not theirs, too weak, or over.
     *
     * @param by who is signed in there: the same person, or it is refused
     */
    public boolean confirmed(Attempt attempt, PersonName by, Mfa level) {
        return confirmed(attempt, by, level, Optional.empty(), () -> true);
    }

    /**
     * The same.
     *
     * @param signIn the identity provider's sign-in that the browser came by
     * @param open whether the browser's session still is; asked as it is decided
     */
    public boolean confirmed(Attempt attempt, PersonName by, Mfa level, Optional<String> signIn,
            BooleanSupplier open) {
        KeyHolder holder = attempt.holder();
        if (!by.equals(holder.person()) || !level.atLeast(attempt.need().level())
                || !attempts.claim(attempt)) {
            return false;
        }
        Attempt.End end = Attempt.End.ABANDONED;
        try {
            // What was shown counts before the connection that waits hears of it.
            // A session that ends after this was asked takes what it confirms along.
            long given = proofs.moment();
            if (open.getAsBoolean()
                    && confirm(holder, attempt.need(), level, BY_BROWSER, signIn, given)) {
                end = Attempt.End.CONFIRMED;
            }
        } finally {
            attempt.finish(end);
        }
        return end == Attempt.End.CONFIRMED;
    }

    /** The person says that it was not them: somebody has their key. Everything that was shown before ends too. */
    public boolean denied(Attempt attempt, PersonName by) {
        KeyHolder holder = attempt.holder();
        if (!by.equals(holder.person()) || !attempts.claim(attempt)) {
            return false;
        }
        // The connection ends whether or not this can be written.
        attempt.finish(Attempt.End.DENIED);
        proofs.forget(by);
        LOG.log(Level.WARNING,
                "NOT ME: {0} says that a connection from {1} with the key {2} is somebody else''s",
                new Object[]{by, holder.source().getHostAddress(), holder.key()});
        trail.record(at -> new StepUpEvent.StepUpDenied(at, Actor.of(by), by, holder.key(), source(holder),
                targets(attempt.need())));
        return true;
    }

    /** Nothing that this person has shown counts any more, and what waits for a browser of theirs waits no more: they were signed out. */
    public void signedOut(PersonName person) {
        proofs.forget(person);
        for (Attempt attempt : attempts.takeAll(person)) {
            attempt.finish(Attempt.End.ABANDONED);
            failed(attempt.holder(), attempt.need(), "signed-out");
        }
    }

    /** Whoever waited does so no more, or its time is over. */
    void gaveUp(Attempt attempt, Attempt.End how) {
        if (attempts.drop(attempt)) {
            attempt.finish(how);
            failed(attempt.holder(), attempt.need(), how == Attempt.End.EXPIRED ? "expired" : "gave-up");
        }
    }

    private void failed(KeyHolder holder, Need need, String why) {
        trail.record(at -> new StepUpEvent.StepUpFailed(at, Actor.of(holder.person()), holder.person(),
                holder.key(), source(holder), need.level().text(), targets(need), why));
    }

    // Journalled first. Whoever lost the key meanwhile has shown nothing.
    private boolean confirm(KeyHolder holder, Need need, Mfa level, String how,
            Optional<String> signIn, long given) {
        if (people.byKey(holder.key()).filter(found -> found.name().equals(holder.person())).isEmpty()) {
            return false;
        }
        trail.record(at -> new StepUpEvent.StepUpConfirmed(at, Actor.of(holder.person()), holder.person(),
                holder.key(), source(holder), level.text(), targets(need), how));
        proofs.shown(holder.person(), holder.key(), holder.source(), need.targets(), level, signIn, given);
        return true;
    }

    private static String source(KeyHolder holder) {
        return holder.source().getHostAddress().replaceFirst("%.*", "");
    }

    private static List<TargetName> targets(Need need) {
        return List.copyOf(need.targets());
    }
}
