package io.sallyport.broker;

import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.Factor;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.Optional;
import java.util.Set;

/** A directory of accounts in which some names have an app, and nothing is ever changed. */
record KeptFactors(Set<PersonName> enrolled) implements Accounts {
    @Override
    public String kind() {
        return "kept";
    }

    @Override
    public Optional<Account> find(PersonName person) {
        return Optional.of(person).filter(enrolled::contains).map(name -> new Account(name, name.value(),
                name.value(), Optional.empty(), new OrganisationName("acme"), Set.of(), true,
                Set.of(Factor.OTP)));
    }

    @Override
    public Provisioned provision(NewAccount wanted) {
        return new Provisioned.Refused("nobody is added here");
    }

    @Override
    public void disable(PersonName person) {}

    @Override
    public void enable(PersonName person) {}

    @Override
    public void signOut(PersonName person) {}
}
