package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded directory does as an account directory among others. */
final class EmbeddedAccountsTest {
    private static final PersonName NORA = new PersonName("nora");
    private static final NewAccount WANTED = new NewAccount(NORA, "Nora New",
            Optional.of("nora@acme.example"),
            new OrganisationName("acme"), Set.of(new GroupName("acme/ops")));
    @TempDir
    Path folder;
    private AccountsWorld world;

    @BeforeEach
    void open() {
        world = new AccountsWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anInvitedAccountHasWhatWasAskedForAndIsOpen() {
        assertInstanceOf(Provisioned.Made.class, world.accounts.provision(WANTED));
        Account account = world.accounts.find(NORA).orElseThrow();
        assertEquals("Nora New", account.fullName());
        assertEquals(Optional.of("nora@acme.example"), account.mail());
        assertEquals(Set.of(new GroupName("acme/ops")), account.groups());
        assertTrue(account.enabled() && account.factors().isEmpty());
        assertTrue(world.accounts.factors().view(NORA, world.shown(Mfa.NONE)).barrier().isEmpty());
        assertEquals(List.of("account-made", "account-opened"), world.world.journalled().stream()
                .filter(type -> type.startsWith("account")).toList());
    }

    @Test
    void askingAgainOpensNothingAgainAndKeepsTheSubject() {
        world.accounts.provision(WANTED);
        String subject = world.accounts.find(NORA).orElseThrow().subject();
        world.restart();
        assertInstanceOf(Provisioned.Existing.class, world.accounts.provision(WANTED));
        assertEquals(subject, world.accounts.find(NORA).orElseThrow().subject());
        assertEquals(1, world.world.journalled("account-opened").size());
    }

    @Test
    void anAccountOfOneProviderIsNotGivenToAnother() {
        world.accounts.provision(WANTED);
        assertInstanceOf(Provisioned.Refused.class, world.accounts.provision(new NewAccount(NORA, "Nora New",
                Optional.empty(), new OrganisationName("globex"), Set.of())));
        assertEquals(new OrganisationName("acme"), world.accounts.find(NORA).orElseThrow().organisation());
    }

    @Test
    void anAccountThatSomebodyOfTheNameLeftIsNotTaken() {
        world.accounts.provision(WANTED);
        NewAccount other = new NewAccount(NORA, "Nora Other", Optional.of("other@acme.example"),
                WANTED.organisation(), Set.of());
        assertInstanceOf(Provisioned.Refused.class, world.accounts.provision(other));
        assertEquals("Nora New", world.accounts.find(NORA).orElseThrow().fullName());
        world.open("eva");
        assertInstanceOf(Provisioned.Refused.class,
                world.accounts.provision(new NewAccount(new PersonName("eva"), "Eva Other",
                        Optional.of("eva@acme.example"), WANTED.organisation(), Set.of())),
                "opened by the operator: whose it was is not known");
    }

    @Test
    void disablingEndsEverySignInAndIsSaidOnce() {
        world.accounts.provision(WANTED);
        String link = world.accounts.links().make(NORA, EnrolmentLinks.BY_KEY);
        world.accounts.disable(NORA);
        world.accounts.disable(NORA);
        assertFalse(world.accounts.find(NORA).orElseThrow().enabled());
        assertTrue(world.signedOut.contains(NORA));
        assertEquals(Optional.empty(), world.accounts.links().redeem(link));
        assertEquals(1, world.world.journalled("account-disabled").size());
        world.accounts.enable(NORA);
        world.accounts.enable(NORA);
        assertTrue(world.accounts.find(NORA).orElseThrow().enabled());
        assertEquals(1, world.world.journalled("account-enabled").size());
    }

    @Test
    void whereThereIsNoAccountNothingHappens() {
        world.accounts.disable(NORA);
        world.accounts.enable(NORA);
        assertEquals(Optional.empty(), world.accounts.find(NORA));
        assertTrue(world.world.journalled().stream().noneMatch(type -> type.startsWith("account")));
    }

    @Test
    void whoIsInTheDirectoryIsWhoTheDirectorySays() {
        world.open("eva");
        assertEquals("Eva Engineer", world.accounts.find(new PersonName("eva")).orElseThrow().fullName());
    }

    @Test
    void anAccountThatCantBeReadIsUnavailable() throws IOException {
        world.accounts.provision(WANTED);
        Files.writeString(folder.resolve("accounts/nora.account"), "no");
        assertThrows(AccountsUnavailableException.class, () -> world.accounts.find(NORA));
        assertThrows(AccountsUnavailableException.class, () -> world.accounts.disable(NORA));
        assertThrows(AccountsUnavailableException.class, () -> world.accounts.provision(WANTED));
    }
}
