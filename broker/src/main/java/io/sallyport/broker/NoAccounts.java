package io.sallyport.broker;

import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.policies.id.PersonName;
import java.util.Optional;

/** Nobody has an account: people sign in with their keys only. Stateless. */
record NoAccounts() implements Accounts {
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
