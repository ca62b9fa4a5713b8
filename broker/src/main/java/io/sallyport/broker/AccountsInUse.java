package io.sallyport.broker;

import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.policies.id.PersonName;
import java.util.Optional;

/**
 * The directory of accounts this broker uses, for whoever is wired before it is opened. Until one is named nobody has an account: people sign in with
 * their keys only. Safe for many threads.
 */
public final class AccountsInUse implements Accounts {
    private static final class Nobody implements Accounts {
        @Override
        public String kind() {
            return "none";
        }

        @Override
        public Optional<Account> find(PersonName person) {
            return Optional.empty();
        }

        @Override
        public Provisioned provision(NewAccount wanted) {
            return new Provisioned.Refused("This broker has no directory of accounts.");
        }

        @Override
        public void disable(PersonName person) {}

        @Override
        public void enable(PersonName person) {}

        @Override
        public void signOut(PersonName person) {}
    }

    private volatile Accounts accounts = new Nobody();

    /** From now on these are asked. To be called once, before anybody is let in. */
    public void use(Accounts directory) {
        accounts = directory;
    }

    @Override
    public String kind() {
        return accounts.kind();
    }

    @Override
    public boolean federated() {
        return accounts.federated();
    }

    @Override
    public Optional<Account> find(PersonName person) {
        return accounts.find(person);
    }

    @Override
    public Provisioned provision(NewAccount wanted) {
        return accounts.provision(wanted);
    }

    @Override
    public void disable(PersonName person) {
        accounts.disable(person);
    }

    @Override
    public void enable(PersonName person) {
        accounts.enable(person);
    }

    @Override
    public void signOut(PersonName person) {
        accounts.signOut(person);
    }
}
