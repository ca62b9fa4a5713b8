package io.sallyport.broker.account;

import io.sallyport.broker.account.AccountStore.Changed;
import io.sallyport.broker.account.Challenges.Purpose;
import io.sallyport.broker.account.FactorOutcome.Why;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Passkeys: asked for, registered, and shown at the door or again later. They need a host name: keys are made for one, and no
 * browser makes any for an address. Blocking; safe for many threads.
 */
public final class PasskeyDesk {
    private static final Logger LOG = Logger.getLogger(PasskeyDesk.class.getName());
    private static final int LABEL = 60;

    private final AccountStore store;
    private final People people;
    private final AccountJournal journal;
    private final Supplier<URI> console;
    private final InstantSource time;
    private final Challenges challenges;
    private final Optional<String> rpId;
    private final Optional<Webauthn> webauthn;

    /** @param console the address that people type; asked at each use, because its port may be known late */
    PasskeyDesk(AccountStore store, People people, AccountJournal journal, String host, Supplier<URI> console,
            InstantSource time, Challenges challenges) {
        this.store = store;
        this.people = people;
        this.journal = journal;
        this.console = console;
        this.time = time;
        this.challenges = challenges;
        this.rpId = rpId(host);
        this.webauthn = rpId.map(Webauthn::new);
    }

    /** What keys are made for: a host name, and never an address (WebAuthn §5.1.2, a valid domain). */
    static Optional<String> rpId(String host) {
        return host.matches("[0-9.]+|.*:.*") ? Optional.empty() : Optional.of(host);
    }

    /** False: the console has an address and no name, and there are no passkeys. */
    public boolean available() {
        return webauthn.isPresent();
    }

    /** A secret for a browser that nobody is signed in at, to bind questions to. */
    public String newBrowser() {
        return challenges.newBrowser();
    }

    /** What to ask a browser for a new passkey, as the JSON that {@code parseCreationOptionsFromJSON} reads. */
    public FactorOutcome<Json.Obj> registration(Person person, Assurance shown, String browser) {
        Optional<StoredAccount> account = store.find(person.name());
        Optional<ChangeRule.Barrier> barrier = ChangeRule.barrier(account, shown, time.instant());
        if (barrier.isPresent()) {
            return FactorOutcome.refused(barrier.get().why(), barrier.get().text());
        }
        if (rpId.isEmpty()) {
            return FactorOutcome.refused(Why.BAD_PASSKEY,
                    "Passkeys need a console with a host name, and this one has an address.");
        }
        StoredAccount there = account.orElseThrow();
        byte[] challenge = challenges.ask(browser, Purpose.REGISTER);
        return FactorOutcome.done(Json.object().put("challenge", Webauthn.base64(challenge))
                .put("rp", Json.object().put("id", rpId.get()).put("name", "Sallyport").build())
                .put("user", Json.object().put("id", Webauthn.base64(there.handle().bytes()))
                        .put("name", person.name().value()).put("displayName", person.fullName()).build())
                .put("pubKeyCredParams", Json.array(Webauthn.ALGORITHMS.stream().map(each -> Json.object()
                        .put("type", "public-key").put("alg", each).build()).toList()))
                .put("timeout", Challenges.LIFE.toMillis()).put("attestation", "none")
                .put("authenticatorSelection", Json.object().put("residentKey", "required")
                        .put("requireResidentKey", true).put("userVerification", "required").build())
                .put("excludeCredentials", credentials(there)).build());
    }

    /** Takes the browser's answer to {@link #registration}. */
    public FactorOutcome<Boolean> register(Person person, Assurance shown, String browser, String answer,
            String label) {
        Optional<byte[]> challenge = challenges.take(browser, Purpose.REGISTER);
        String name = label.isBlank() ? "passkey" : label.strip();
        if (challenge.isEmpty() || webauthn.isEmpty() || name.length() > LABEL) {
            return FactorOutcome.refused(Why.BAD_PASSKEY, "That took too long. Try again.");
        }
        Optional<Passkey> made = webauthn.get().registered(answer, challenge.get(), origin(), name,
                time.instant());
        return store.change(person.name(), account -> {
            Optional<ChangeRule.Barrier> barrier = ChangeRule.barrier(account, shown, time.instant());
            if (barrier.isPresent()) {
                return no(barrier.get().why(), barrier.get().text());
            }
            StoredAccount there = account.orElseThrow();
            if (made.isEmpty() || there.passkey(made.get().credential()).isPresent()) {
                return no(Why.BAD_PASSKEY, "This passkey can't be used here.");
            }
            if (there.passkeys().size() >= StoredAccount.PASSKEYS) {
                return no(Why.TOO_MANY, "There are " + StoredAccount.PASSKEYS
                        + " passkeys already. Remove one that you no longer use.");
            }
            journal.passkeyAdded(person.name(), made.get());
            return Changed.to(there.with(made.get()), FactorOutcome.done(true));
        });
    }

    /**
     * What to ask a browser at the door: whose passkey it is comes with the answer. Empty: there are no passkeys.
     *
     * @param source the network it is in
     */
    public Optional<Json.Obj> signIn(String browser, String source) {
        return rpId.map(_ -> request(challenges.askStranger(browser, source), Json.array(List.of())));
    }

    /** Takes the answer to {@link #signIn}. */
    public SignInOutcome enter(String browser, String answer) {
        Optional<byte[]> challenge = challenges.take(browser, Purpose.SIGN_IN);
        Optional<Webauthn.Named> named = challenge.flatMap(_ -> webauthn).flatMap(each -> each.named(answer));
        try {
            Optional<PersonName> person = named.flatMap(Webauthn.Named::handle).flatMap(store::byHandle);
            Optional<ShownFactor> by = person
                    .flatMap(known -> shown(known, answer, challenge.orElseThrow()));
            if (by.isPresent()) {
                return new SignInOutcome.Proven(person.orElseThrow(), Mfa.PHISHING_RESISTANT, by.get());
            }
        } catch (AccountStoreException e) {
            LOG.log(Level.SEVERE, "an account can't be read or written", e);
            return new SignInOutcome.NotNow();
        }
        return new SignInOutcome.Refused();
    }

    /** True when this person can show a passkey. False also when that can't be told now. */
    public boolean has(PersonName person) {
        try {
            return available() && store.find(person).filter(there -> !there.passkeys().isEmpty()).isPresent();
        } catch (AccountStoreException e) {
            LOG.log(Level.SEVERE, "an account can't be read", e);
            return false;
        }
    }

    /** What to ask the browser of somebody who is signed in, to prove it again or more strongly. */
    public Optional<Json.Obj> raise(PersonName person, String browser) {
        Optional<StoredAccount> account = store.find(person).filter(there -> !there.passkeys().isEmpty());
        return rpId.flatMap(_ -> account)
                .map(there -> request(challenges.ask(browser, Purpose.RAISE), credentials(there)));
    }

    /** Takes the answer to {@link #raise}: which passkey it is, of this person's own and nobody else's. */
    public Optional<ShownFactor> raised(PersonName person, String browser, String answer) {
        Optional<byte[]> challenge = challenges.take(browser, Purpose.RAISE);
        try {
            return challenge.flatMap(asked -> shown(person, answer, asked));
        } catch (AccountStoreException e) {
            LOG.log(Level.SEVERE, "an account can't be read or written", e);
            return Optional.empty();
        }
    }

    private Optional<ShownFactor> shown(PersonName person, String answer, byte[] challenge) {
        if (people.byName(person).filter(Person::enabled).isEmpty()) {
            return Optional.empty();
        }
        return store.<Optional<ShownFactor>>change(person, account -> {
            Optional<StoredAccount> there = account.filter(StoredAccount::enabled);
            Optional<Passkey> kept = webauthn.flatMap(each -> each.named(answer))
                    .flatMap(named -> there.flatMap(each -> each.passkey(named.credential())));
            Optional<Passkey> used = kept.flatMap(key -> webauthn.orElseThrow().shown(answer, challenge,
                    origin(), key, there.orElseThrow().handle(), time.instant()));
            return used.map(key -> Changed.to(there.orElseThrow().with(key),
                    Optional.of(ShownFactor.passkey(key.id()))))
                    .orElse(Changed.nothing(Optional.empty()));
        });
    }

    private Json.Obj request(byte[] challenge, Json.Arr allowed) {
        return Json.object().put("challenge", Webauthn.base64(challenge)).put("rpId", rpId.orElseThrow())
                .put("timeout", Challenges.LIFE.toMillis()).put("userVerification", "required")
                .put("allowCredentials", allowed).build();
    }

    private static Json.Arr credentials(StoredAccount account) {
        return Json.array(account.passkeys().stream().map(key -> Json.object().put("type", "public-key")
                .put("id", key.credential()).build()).toList());
    }

    private String origin() {
        return "https://" + console.get().getAuthority();
    }

    private static Changed<FactorOutcome<Boolean>> no(Why why, String text) {
        return Changed.nothing(FactorOutcome.refused(why, text));
    }
}
