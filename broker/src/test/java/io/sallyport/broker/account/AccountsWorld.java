package io.sallyport.broker.account;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Embedded accounts over a real journal, with people who have enrolled some factors. */
final class AccountsWorld implements AutoCloseable {
    static final String PASSWORD = "nine green bottles on a wall";
    static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.7");
    static final String ORIGIN = "https://console.test:8443";
    final World world;
    final Path folder;
    final List<PersonName> signedOut = new CopyOnWriteArrayList<>();
    EmbeddedAccounts accounts;

    AccountsWorld(Path folder) {
        this.folder = folder;
        this.world = World.in(folder);
        this.accounts = open();
    }

    EmbeddedAccounts open() {
        try {
            return EmbeddedAccounts.open(new EmbeddedAccounts.Parts(folder.resolve("accounts"),
                    folder.resolve("accounts.key"), world.domain.trail(), world.domain.people(),
                    signedOut::add, "console.test", () -> URI.create(ORIGIN), world.clock,
                    world.clock::nanos, world.random));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a broker finds that is started again. */
    void restart() {
        accounts = open();
    }

    Person person(String name) {
        return world.person(name);
    }

    Assurance shown(Mfa level) {
        return new Assurance(level, world.clock.instant());
    }

    void open(String name) {
        accounts.opening().open(new PersonName(name), false);
    }

    /** Sets a password and an app for somebody; returns the app's secret. */
    Secret enrolled(String name) {
        open(name);
        accounts.factors().setPassword(person(name), shown(Mfa.NONE), PASSWORD);
        Secret secret = begun(name, Mfa.NONE);
        FactorOutcome<Boolean> done = accounts.factors().confirmTotp(person(name), shown(Mfa.NONE),
                code(secret));
        if (!(done instanceof FactorOutcome.Done<Boolean>)) {
            throw new IllegalStateException(done.toString());
        }
        nextStep();
        return secret;
    }

    Secret begun(String name, Mfa level) {
        return switch (accounts.factors().beginTotp(person(name), shown(level))) {
            case FactorOutcome.Done<FactorDesk.NewTotp>(FactorDesk.NewTotp made) ->
                new AuthenticatorApp(made.secret()).secret();
            case FactorOutcome.Refused<FactorDesk.NewTotp> no -> throw new IllegalStateException(no.text());
        };
    }

    /** What the app shows now. */
    String code(Secret secret) {
        return Totp.code(secret, Totp.step(world.clock.instant()));
    }

    void nextStep() {
        world.clock.advance(Duration.ofSeconds(30));
    }

    SignInOutcome enter(String name, String password, String code) {
        return accounts.door().enter(name, password, code, HOME);
    }

    @Override
    public void close() {
        world.close();
    }
}
