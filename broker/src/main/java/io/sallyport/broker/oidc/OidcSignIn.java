package io.sallyport.broker.oidc;

import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The second door of the console: through the company's identity provider. What the provider says decides who somebody is and how strongly they
 * proved it; what they may is in Sallyport's own directory. Blocking; safe for many threads. Nothing foreign is in what it returns.
 */
public final class OidcSignIn implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OidcSignIn.class.getName());

    /** What surrounds it. {@code nanos}: monotonic, in nanoseconds. */
    public record Surroundings(People people, SignIn signIn, SignOuts signOuts, SecureRandom random,
            InstantSource time, LongSupplier nanos) {}

    /** What came of wanting to go there. */
    public sealed interface Departed {
        /** There; {@code cookie}: what this browser, and no other, has to bring back. Secret. */
        record There(URI to, String cookie) implements Departed {
            @Override
            public String toString() {
                return "departed (secret)";
            }
        }

        /** The provider can't be asked now. */
        record Away() implements Departed {}
    }

    /** What came of coming back. */
    public sealed interface Arrived {
        /** {@code then}: the path of the console that was wanted. */
        record In(WebSession session, String then) implements Arrived {}

        /** Why is in the log under the correlation id, and nowhere else. */
        record Refused() implements Arrived {}

        /** The provider can't be asked now. */
        record Away() implements Arrived {}
    }

    private final OidcSettings settings;
    private final RelyingParty party;
    private final Surroundings around;
    private final Hints hints = new Hints();
    private final KnownSignIns known = new KnownSignIns();
    private final Refusals refusals;

    private OidcSignIn(OidcSettings settings, RelyingParty party, Surroundings around) {
        this.settings = settings;
        this.party = party;
        this.around = around;
        this.refusals = new Refusals(LOG, around.nanos);
    }

    /**
     * Reads secret and CA; asks nobody yet.
     *
     * @param origin of the console as browsers write it, asked when it is needed
     * @throws IOException naming the file that can't be used, never what is in it
     */
    public static OidcSignIn open(OidcSettings settings, Supplier<String> origin, Surroundings around)
            throws IOException {
        return open(settings, origin, around, BackChannel.LIMIT);
    }

    /**
     * What {@link #open} would refuse, without opening anything.
     *
     * @throws IOException as there
     */
    public static void check(OidcSettings settings) throws IOException {
        ClientSecret.read(settings.secretFile());
        new BackChannel(settings, BackChannel.LIMIT).close();
    }

    static OidcSignIn open(OidcSettings settings, Supplier<String> origin, Surroundings around,
            Duration limit)
            throws IOException {
        return new OidcSignIn(settings,
                new RelyingParty(settings, origin, limit, around.random, around.time, around.nanos), around);
    }

    /** What the button says after "Sign in with". */
    public String title() {
        return settings.title();
    }

    /** What a sign-in reaches when no more is asked for. */
    public Mfa least() {
        return settings.least();
    }

    /** Whether the provider has a word for that level. */
    public boolean reaches(Mfa level) {
        return settings.levels().reach(level);
    }

    /**
     * Sends a browser to the provider.
     *
     * @param source the network the browser is in
     * @param correlation finds the log line
     */
    public Departed depart(Wanted wanted, String source, String correlation) {
        try {
            RelyingParty.Departure departure = party.depart(wanted, source);
            return new Departed.There(departure.to(), departure.cookie());
        } catch (OidcTrouble e) {
            refusals.say(e, correlation);
            return new Departed.Away();
        }
    }

    /**
     * Takes a browser back. It is signed in, or raised, under a new session id, or nothing has changed.
     *
     * @param cookie what the browser was given when it left
     */
    public Arrived arrive(String cookie, ProviderAnswer answer, String correlation) {
        // What the provider ends while its answer is on the way opens nothing.
        long since = around.signIn.moment();
        try {
            RelyingParty.Arrival arrival = party.arrive(cookie, answer);
            WebSession session = session(arrival.wanted(), arrival.proof(), since);
            hints.keep(session, arrival.idToken());
            arrival.proof().session().ifPresent(id -> known.keep(id, session.person()));
            return new Arrived.In(session, arrival.wanted().then());
        } catch (OidcTrouble.Away e) {
            refusals.say(e, correlation);
            return new Arrived.Away();
        } catch (OidcTrouble e) {
            refusals.say(e, correlation);
            return new Arrived.Refused();
        }
    }

    private WebSession session(Wanted wanted, Proof proof, long since) throws OidcTrouble {
        Person person = around.people.bySubject(proof.subject()).filter(Person::enabled)
                .orElseThrow(() -> new OidcTrouble.Distrust(
                        "nobody here is the subject " + proof.subject() + ", or they are disabled"));
        Assurance assurance = new Assurance(proof.level(), proof.at());
        Optional<Wanted.Raise> raise = wanted.raise();
        if (raise.isPresent() && !raise.get().person().equals(person.name())) {
            throw new OidcTrouble.Distrust(person.name().value() + " stepped up in a session of "
                    + raise.get().person().value());
        }
        Optional<WebSession> session = raise.isPresent()
                ? around.signIn.raise(raise.get().session(), assurance, proof.session(), since)
                : around.signIn.open(person.name(), assurance, proof.session(), since);
        return session.orElseThrow(() -> new OidcTrouble.Distrust(
                raise.isPresent()
                        ? "the session that was to be raised is over"
                        : "no human of that name, or they were signed out meanwhile"));
    }

    /** The provider says that a sign-in is over. False: the token is not believed, and nothing has changed. */
    public boolean loggedOut(String logoutToken, String correlation) {
        try {
            over(party.over(logoutToken));
            return true;
        } catch (OidcTrouble e) {
            refusals.say(e, correlation);
            return false;
        }
    }

    private void over(LogoutTokens.Over over) {
        Optional<PersonName> whose = over.subject().flatMap(around.people::bySubject).map(Person::name)
                .or(() -> over.session().flatMap(known::whose));
        AtomicInteger browsers = new AtomicInteger();
        Runnable end = () -> browsers.set(over.session().map(around.signIn::endIdpSession)
                .orElseGet(() -> whose.map(around.signIn::endAll).orElse(0)));
        int ssh = 0;
        if (whose.isPresent()) {
            ssh = around.signOuts.signedOut(whose.get(), over.session(), end);
        } else {
            end.run();
        }
        LOG.log(Level.INFO, "the identity provider ended a sign-in of {0}: {1} console sessions are over,"
                + " {2} SSH sessions were told to end",
                new Object[]{whose.map(PersonName::value).orElse("nobody here"), browsers.get(), ssh});
    }

    /** How many SSH sessions would end if this session signed out at the provider, and not only here. */
    public int endsWith(WebSession session) {
        return around.signOuts.reached(session.person(), session.idpSession());
    }

    /** Where the browser of a session that has just ended signs out at the provider; empty when it did not come from there. */
    public Optional<URI> farewell(WebSession session) {
        return hints.take(session).flatMap(party::farewell);
    }

    /** Asks the provider whether it is there, for {@link #trouble}. */
    public void look() {
        party.provider().look();
    }

    /** Why the provider could not be used the last time; empty when it could. For operators. */
    public Optional<String> trouble() {
        return party.provider().trouble();
    }

    @Override
    public void close() {
        party.close();
    }
}
