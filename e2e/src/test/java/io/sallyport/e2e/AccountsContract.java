package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every account directory keeps. Each test has people of its own. An implementation's tests extend this; it knows the providers
 * {@code acme} and {@code globex}, the company {@code example}, and their groups {@code acme/ops}, {@code acme/staging} and
 * {@code ops-owners}.
 */
abstract class AccountsContract {
    /** The same for all tests of a class; its people are not in any directory file. */
    abstract Accounts accounts();

    private static NewAccount wanted(String name, String... groups) {
        return new NewAccount(new PersonName(name), "Nora " + name, Optional.of(name + "@acme.example"),
                new OrganisationName("acme"),
                Set.of(groups).stream().map(GroupName::new).collect(java.util.stream.Collectors.toSet()));
    }

    private Account account(String name) {
        return accounts().find(new PersonName(name)).orElseThrow();
    }

    @Test
    void nobodyHasAnAccountThatWasNotMade() {
        assertEquals(Optional.empty(), accounts().find(new PersonName("nobody")));
    }

    @Test
    void aNewAccountHasWhatWasAskedFor() {
        Provisioned made = accounts().provision(wanted("amira", "acme/ops"));
        assertInstanceOf(Provisioned.Made.class, made);
        Account account = account("amira");
        assertEquals("Nora amira", account.fullName());
        assertEquals(Optional.of("amira@acme.example"), account.mail());
        assertEquals(new OrganisationName("acme"), account.organisation());
        assertEquals(Set.of(new GroupName("acme/ops")), account.groups());
        assertTrue(account.enabled());
        assertFalse(account.subject().isEmpty());
    }

    @Test
    void theFirstPasswordIsNotInWhatIsPrintedOfTheAnswer() {
        Provisioned.Made made = assertInstanceOf(Provisioned.Made.class,
                accounts().provision(wanted("berta")));
        made.firstPassword().ifPresent(password -> {
            assertTrue(password.length() >= 20, "too short to be unguessable");
            assertFalse(made.toString().contains(password));
        });
    }

    @Test
    void askingForTheSameAccountAgainMakesNoSecondOneAndTellsNoPassword() {
        accounts().provision(wanted("carla", "acme/ops"));
        Account before = account("carla");
        assertInstanceOf(Provisioned.Existing.class, accounts().provision(wanted("carla", "acme/ops")));
        assertEquals(before, account("carla"));
    }

    @Test
    void anAccountIsBroughtToWhatIsWantedNow() {
        accounts().provision(wanted("dora", "acme/ops"));
        String subject = account("dora").subject();
        NewAccount other = new NewAccount(new PersonName("dora"), "Dora Newname",
                Optional.of("Dora@acme.example"), new OrganisationName("acme"),
                Set.of(new GroupName("acme/staging")));
        assertInstanceOf(Provisioned.Existing.class, accounts().provision(other));
        Account after = account("dora");
        assertEquals("Dora Newname", after.fullName());
        assertEquals(Set.of(new GroupName("acme/staging")), after.groups());
        assertEquals(subject, after.subject(), "it is the same account");
    }

    @Test
    void anAccountOfSomebodyWithAnotherMailAddressIsNotTakenAndStaysAsItIs() {
        accounts().provision(wanted("klara", "acme/ops"));
        Account before = account("klara");
        assertInstanceOf(Provisioned.Refused.class, accounts().provision(new NewAccount(
                new PersonName("klara"), "Klara Other", Optional.of("thief@acme.example"),
                new OrganisationName("acme"), Set.of(new GroupName("acme/staging")))));
        assertEquals(before, account("klara"));
    }

    @Test
    void askingForADisabledAccountDoesNotEnableIt() {
        accounts().provision(wanted("elena"));
        accounts().disable(new PersonName("elena"));
        assertInstanceOf(Provisioned.Existing.class, accounts().provision(wanted("elena")));
        assertFalse(account("elena").enabled());
    }

    @Test
    void disablingAndEnablingTwiceIsAsOnce() {
        accounts().provision(wanted("frida", "acme/ops"));
        Account before = account("frida");
        accounts().disable(new PersonName("frida"));
        accounts().disable(new PersonName("frida"));
        assertFalse(account("frida").enabled());
        accounts().enable(new PersonName("frida"));
        accounts().enable(new PersonName("frida"));
        assertEquals(before, account("frida"), "nothing else was changed");
    }

    @Test
    void signingOutLeavesTheAccountAsItIs() {
        accounts().provision(wanted("greta"));
        Account before = account("greta");
        accounts().signOut(new PersonName("greta"));
        assertEquals(before, account("greta"));
    }

    @Test
    void whereThereIsNoAccountNothingHappens() {
        PersonName nobody = new PersonName("nobody");
        accounts().disable(nobody);
        accounts().enable(nobody);
        accounts().signOut(nobody);
        assertEquals(Optional.empty(), accounts().find(nobody));
    }

    @Test
    void twoPeopleNeverHaveTheSameSubject() {
        accounts().provision(wanted("helga"));
        accounts().provision(wanted("ines"));
        assertFalse(account("helga").subject().equals(account("ines").subject()));
    }

    @Test
    void someoneOfTheCompanyHasAnAccountToo() {
        accounts().provision(new NewAccount(new PersonName("judith"), "Judith Judge",
                Optional.of("judith@example.com"), new OrganisationName("example"),
                Set.of(new GroupName("ops-owners"))));
        assertEquals(new OrganisationName("example"), account("judith").organisation());
        assertEquals(Set.of(new GroupName("ops-owners")), account("judith").groups());
    }
}
