package io.sallyport.broker.provider;

import static io.sallyport.broker.provider.ProviderWorld.ACME;
import static io.sallyport.broker.provider.ProviderWorld.GLOBEX;
import static io.sallyport.broker.provider.ProviderWorld.form;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.store.EmptyDatabase;
import io.sallyport.broker.store.SqlInvitations;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.cert.SshPublicKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvitationDeskTest {
    private final ProviderWorld world;

    InvitationDeskTest(@TempDir Path folder) {
        this.world = new ProviderWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private InvitationOutcome.Reason accept(String secret, JoinForm form) {
        return world.refused(world.joining.accept(secret, form));
    }

    @Test
    void whoIsInvitedByTheCompanyJoinsWithTheLinkAndTheirKeyLetsThemIn() throws Exception {
        Invitation invitation = world.invite("ada", form("nina@acme.example", "acme/ops"));
        assertEquals(Invitation.State.OPEN, invitation.state());
        String secret = world.link("ada", invitation);
        assertEquals(invitation.id(),
                world.joining.look(secret).orElseThrow().id());
        assertEquals(Set.of(Role.ENGINEER), assertInstanceOf(InvitationOutcome.Joined.class,
                world.joining.accept(secret, world.join("nina", 40))).person().roles());
        KeyFingerprint fingerprint = new KeyFingerprint(
                SshPublicKey.parseLine(World.key(40)).fingerprint());
        Person nina = world.world.domain.people().byKey(fingerprint).orElseThrow();
        assertEquals("nina", nina.name().value());
        assertEquals(ACME, nina.organisation());
        assertEquals(Set.of(new GroupName("acme/ops")), nina.groups());
        assertEquals(Set.of(Role.ENGINEER), nina.roles());
        assertEquals(Optional.of("nina@acme.example"), nina.mail());
        assertEquals(Origin.SALLYPORT, nina.origin());
        List<String> journalled = world.world.journalled();
        assertEquals(List.of("invitation-made", "invitation-linked", "person-added", "key-registered",
                "invitation-accepted"), journalled.subList(journalled.size() - 5, journalled.size()));
        assertEquals(0, world.world.adopt(ProviderWorld.text()), "the file leaves them alone");
    }

    @Test
    void aLinkWorksOnce() {
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        world.joining.accept(secret, world.join("nina", 40));
        assertEquals(InvitationOutcome.Reason.NO_SUCH_INVITATION, accept(secret, world.join("nora", 41)));
        assertTrue(world.joining.look(secret).isEmpty());
    }

    @Test
    void ofManyWhoUseALinkAtOnceOneJoins() throws Exception {
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        List<Callable<InvitationOutcome>> tries = java.util.stream.IntStream.range(0, 20)
                .<Callable<InvitationOutcome>>mapToObj(
                        i -> () -> world.joining.accept(secret, world.join("nina" + i, 40 + i)))
                .toList();
        int joined = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<InvitationOutcome> each : threads.invokeAll(tries)) {
                joined += each.get() instanceof InvitationOutcome.Joined ? 1 : 0;
            }
        }
        assertEquals(1, joined);
    }

    @Test
    void aNewLinkKillsTheOneBefore() {
        Invitation invitation = world.invite("ada", form("nina@acme.example"));
        String first = world.link("ada", invitation);
        String second = world.link("ada", invitation);
        assertEquals(InvitationOutcome.Reason.NO_SUCH_INVITATION, accept(first, world.join("nina", 40)));
        assertInstanceOf(InvitationOutcome.Joined.class,
                world.joining.accept(second, world.join("nina", 40)));
    }

    @Test
    void aLinkIsGoodForSevenDays() {
        Invitation invitation = world.invite("ada", form("nina@acme.example"));
        String secret = world.link("ada", invitation);
        world.world.clock.advance(InvitationDesk.LIFE);
        assertEquals(InvitationOutcome.Reason.NO_SUCH_INVITATION, accept(secret, world.join("nina", 40)));
        world.invitations.expireOverdue();
        assertEquals(Invitation.State.EXPIRED,
                world.invitations.list(world.person("ada"), ACME).getFirst().state());
        assertEquals(InvitationOutcome.Reason.NOT_OPEN,
                world.refused(world.invitations.link(world.person("ada"), invitation.id())));
    }

    @Test
    void whatAManagerAsksForWaitsForTheCompany() {
        Invitation invitation = world.invite("mona", form("nina@acme.example", "acme/ops"));
        assertEquals(Invitation.State.PROPOSED, invitation.state());
        assertEquals(InvitationOutcome.Reason.NOT_OPEN,
                world.refused(world.invitations.link(world.person("mona"), invitation.id())));
        assertEquals(InvitationOutcome.Reason.NOT_ALLOWED,
                world.refused(world.invitations.confirm(world.person("mona"), invitation.id())));
        assertEquals(List.of(invitation), world.invitations.toConfirm(world.person("ada")));
        assertEquals(List.of(), world.invitations.toConfirm(world.person("mona")));
        assertInstanceOf(InvitationOutcome.Done.class,
                world.invitations.confirm(world.person("ada"), invitation.id()));
        assertInstanceOf(InvitationOutcome.Joined.class,
                world.joining.accept(world.link("mona", invitation), world.join("nina", 40)));
    }

    @Test
    void aManagerInvitesWithinWhatTheProviderMayAndForNobodyElse() {
        assertEquals(InvitationOutcome.Reason.MAIL_DOMAIN,
                world.refused(world.invitations.invite(world.person("mona"), form("nina@other.example"))));
        assertEquals(InvitationOutcome.Reason.MAIL_DOMAIN, world
                .refused(world.invitations.invite(world.person("mona"), form("nina@sub.acme.example"))));
        assertEquals(InvitationOutcome.Reason.GROUP_NOT_GIVEN, world.refused(
                world.invitations.invite(world.person("mona"), form("nina@acme.example", "ops-owners"))));
        assertEquals(InvitationOutcome.Reason.NOT_ALLOWED,
                world.refused(world.invitations.invite(world.person("gary"), form("nina@acme.example"))));
        assertEquals(InvitationOutcome.Reason.NOT_ALLOWED,
                world.refused(world.invitations.invite(world.person("eva"), form("nina@acme.example"))));
        assertEquals(InvitationOutcome.Reason.NOT_ALLOWED,
                world.refused(world.invitations.invite(world.person("otto"), form("nina@acme.example"))));
        InvitationForm globex = new InvitationForm(GLOBEX, "g@acme.example", "G", Set.of());
        assertEquals(InvitationOutcome.Reason.MAIL_DOMAIN,
                world.refused(world.invitations.invite(world.person("gary"), globex)), "no domain is set");
        assertEquals(Invitation.State.OPEN, world.invite("adam", globex).state(),
                "an administrator of the company may");
    }

    @Test
    void theCompanyInvitesFromOtherDomainsOnlyWhereNoneIsSet() {
        assertEquals(InvitationOutcome.Reason.MAIL_DOMAIN,
                world.refused(world.invitations.invite(world.person("adam"), form("nina@other.example"))));
    }

    @Test
    void whoIsDisabledInvitesNobodyAndGivesOutNoLink() {
        Person mona = world.person("mona");
        Invitation invitation = world.invite("ada", form("nora@acme.example"));
        world.world.adopt(ProviderWorld.text().replace("name: mona,", "name: mona, enabled: false,"));
        assertEquals(InvitationOutcome.Reason.NOT_ALLOWED,
                world.refused(world.invitations.invite(mona, form("nina@acme.example"))));
        assertEquals(InvitationOutcome.Reason.NO_SUCH_INVITATION,
                world.refused(world.invitations.link(mona, invitation.id())));
        assertEquals(List.of(), world.invitations.list(mona, ACME));
    }

    @Test
    void whatWaitedTooLongIsAgreedToByNobody() {
        Invitation asked = world.invite("mona", form("nora@acme.example"));
        world.world.clock.advance(InvitationDesk.LIFE);
        assertEquals(InvitationOutcome.Reason.NOT_OPEN,
                world.refused(world.invitations.confirm(world.person("ada"), asked.id())));
    }

    @Test
    void oneProviderLearnsNothingOfAnother() {
        Invitation invitation = world.invite("ada", form("nina@acme.example"));
        assertEquals(List.of(), world.invitations.list(world.person("gary"), ACME));
        assertEquals(List.of(GLOBEX), world.invitations.providers(world.person("gary")).stream()
                .map(each -> each.name()).toList());
        InvitationId other = new InvitationId("i-aaaaaaaaaa");
        for (InvitationId id : List.of(invitation.id(), other)) {
            for (InvitationOutcome outcome : List.of(world.invitations.link(world.person("gary"), id),
                    world.invitations.confirm(world.person("gary"), id),
                    world.invitations.close(world.person("gary"), id, "why"))) {
                assertEquals(new InvitationOutcome.Refused(InvitationOutcome.Reason.NO_SUCH_INVITATION,
                        "There is no invitation " + id + "."), outcome);
            }
        }
    }

    @Test
    void nobodyIsInvitedTwice() {
        Invitation first = world.invite("ada", form("nina@acme.example"));
        assertEquals(InvitationOutcome.Reason.INVITED_ALREADY,
                world.refused(world.invitations.invite(world.person("ada"), form("Nina@Acme.example"))));
        assertEquals(InvitationOutcome.Reason.INVITED_ALREADY,
                world.refused(world.invitations.invite(world.person("ada"), form("mona@acme.example"))));
        world.invitations.close(world.person("ada"), first.id(), "typo");
        assertEquals(Invitation.State.OPEN, world.invite("ada", form("nina@acme.example")).state());
    }

    @Test
    void whatIsWithdrawnOrRefusedOpensNothing() {
        Invitation invitation = world.invite("ada", form("nina@acme.example"));
        String secret = world.link("ada", invitation);
        assertEquals(Invitation.State.WITHDRAWN,
                assertInstanceOf(InvitationOutcome.Done.class,
                        world.invitations.close(world.person("mona"), invitation.id(), "left"))
                        .invitation().state());
        assertEquals(InvitationOutcome.Reason.NO_SUCH_INVITATION, accept(secret, world.join("nina", 40)));
        Invitation asked = world.invite("mona", form("nora@acme.example"));
        assertEquals(Invitation.State.REFUSED,
                assertInstanceOf(InvitationOutcome.Done.class,
                        world.invitations.close(world.person("ada"), asked.id(), "not known"))
                        .invitation().state());
        assertEquals(InvitationOutcome.Reason.NOT_OPEN,
                world.refused(world.invitations.confirm(world.person("ada"), asked.id())));
    }

    @Test
    void nobodyJoinsAProviderThatWasOffBoardedMeanwhile() {
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        world.world.domain.trail()
                .record(at -> new io.sallyport.broker.audit.DirectoryEvent.OrganisationHeld(at,
                        io.sallyport.broker.audit.Actor.OPERATOR, ACME, "the contract is over"));
        assertTrue(world.joining.look(secret).isEmpty());
        assertEquals(InvitationOutcome.Reason.NO_SUCH_INVITATION, accept(secret, world.join("nina", 40)));
    }

    @Test
    void whoJoinsAgreesToTheTermsAsTheyAre() {
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        JoinForm good = world.join("nina", 40);
        assertEquals(InvitationOutcome.Reason.TERMS_CHANGED,
                accept(secret, new JoinForm("nina", "Nina", good.key(), "")));
        assertEquals(InvitationOutcome.Reason.TERMS_CHANGED,
                accept(secret, new JoinForm("nina", "Nina", good.key(), Terms.hash("other terms"))));
    }

    @Test
    void aNameThatSomebodyHasOrHadIsNobodyElses() {
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        assertEquals(InvitationOutcome.Reason.NAME_TAKEN, accept(secret, world.join("eva", 40)));
        assertEquals(InvitationOutcome.Reason.BAD_NAME, accept(secret, world.join("Nina\u202e", 40)));
        for (String full : List.of("", "Nina\nNew", "N".repeat(InvitationDesk.NAME + 1))) {
            assertEquals(InvitationOutcome.Reason.BAD_NAME, accept(secret, new JoinForm("nina", full,
                    World.key(40) + " nina@laptop", world.joining.terms().termsHash())));
        }
        world.world.domain.trail().record(
                at -> new io.sallyport.broker.audit.DirectoryEvent.PersonHeld(at,
                        io.sallyport.broker.audit.Actor.OPERATOR, new PersonName("left"), "departed",
                        "left"));
        assertEquals(InvitationOutcome.Reason.NAME_TAKEN, accept(secret, world.join("left", 40)));
    }

    @Test
    void theNameOfSomebodyWhoLeftTheDirectoryFileIsNobodyElses() {
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        world.world.adopt(ProviderWorld.text().replace("engagements:",
                "  - { name: olaf, organisation: globex, keys: [\"" + World.key(45)
                        + "\"] }\nengagements:"));
        assertEquals("globex", world.person("olaf").organisation().value());
        world.world.adopt(ProviderWorld.text());
        assertTrue(world.world.domain.people().byName(new PersonName("olaf")).isEmpty());
        assertEquals(InvitationOutcome.Reason.NAME_TAKEN, accept(secret, world.join("olaf", 40)));
    }

    @Test
    void anInvitationOpensNothingThatTheProviderMayNotHaveAnyMore() {
        Invitation open = world.invite("ada", form("nina@acme.example", "acme/ops"));
        Invitation asked = world.invite("mona", form("nora@acme.example", "acme/ops"));
        Invitation without = world.invite("ada", form("nele@acme.example"));
        String secret = world.link("ada", open);
        for (String less : List.of(ProviderWorld.text().replace("groups: [acme/ops]", "groups: [acme/quick]"),
                ProviderWorld.text().replace("mail_domains: [acme.example]", "mail_domains: [acme.test]"))) {
            world.world.adopt(less);
            assertTrue(world.joining.look(secret).isEmpty());
            assertEquals(InvitationOutcome.Reason.NO_SUCH_INVITATION, accept(secret, world.join("nina", 40)));
            assertEquals(InvitationOutcome.Reason.NOT_OPEN,
                    world.refused(world.invitations.link(world.person("mona"), open.id())));
            assertEquals(InvitationOutcome.Reason.NOT_OPEN,
                    world.refused(world.invitations.confirm(world.person("ada"), asked.id())));
        }
        world.world.adopt(ProviderWorld.text().replace("groups: [acme/ops]", "groups: [acme/quick]"));
        assertTrue(world.joining.look(world.link("ada", without)).isPresent());
    }

    @Test
    void aKeyThatIsWeakOrSomebodysIsRefusedWithoutSayingWhose() {
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        InvitationOutcome.Refused shared = assertInstanceOf(InvitationOutcome.Refused.class,
                world.joining.accept(secret, world.join("nina", 1)));
        assertEquals(InvitationOutcome.Reason.BAD_KEY, shared.reason());
        assertFalse(shared.text().contains("eva"), shared.text());
        assertEquals(InvitationOutcome.Reason.BAD_KEY, accept(secret, new JoinForm("nina", "Nina",
                "-----BEGIN OPENSSH PRIVATE KEY-----", world.joining.terms().termsHash())));
        assertInstanceOf(InvitationOutcome.Joined.class,
                world.joining.accept(secret, world.join("nina", 40)), "the link is still good");
    }

    @Test
    void theJournalAloneKnowsAllOfIt() {
        Invitation open = world.invite("ada", form("nina@acme.example", "acme/ops"));
        world.joining.accept(world.link("ada", open), world.join("nina", 40));
        world.invite("mona", form("nora@acme.example"));
        List<Invitation> all = world.invitations.list(world.person("ada"), ACME);
        Person nina = world.person("nina");
        Path folder = world.world.folder;
        world.close();
        try (World again = new World(folder, EmptyDatabase.open(), false)) {
            assertEquals(all, again.domain.providers().invitations().list(again.person("ada"), ACME));
            assertEquals(nina, again.person("nina"));
        }
    }

    @Test
    void aSponsorWhoIsDisabledAgreesToNothing() {
        Invitation invitation = world.invite("mona", form("nina@acme.example"));
        Person ada = world.person("ada");
        world.world.adopt(ProviderWorld.text().replace("full_name: Ada Approver,",
                "full_name: Ada Approver, enabled: false,"));
        assertEquals(InvitationOutcome.Reason.NO_SUCH_INVITATION,
                world.refused(world.invitations.confirm(ada, invitation.id())));
        assertEquals(Duration.ofDays(7), InvitationDesk.LIFE);
    }

    /** Accounts of a provider of identity, which may be away. */
    private static final class Federation implements Accounts {
        private final List<NewAccount> wanted = new ArrayList<>();
        private boolean away;
        private boolean refuses;

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public boolean federated() {
            return true;
        }

        @Override
        public Optional<Account> find(PersonName person) {
            return wanted.stream().filter(each -> each.person().equals(person)).findFirst()
                    .map(each -> new Account(person, "sub-of-" + person, each.fullName(), each.mail(),
                            each.organisation(), each.groups(), true, Set.of()));
        }

        @Override
        public Provisioned provision(NewAccount account) {
            if (away) {
                throw new AccountsUnavailableException("away");
            }
            if (refuses) {
                return new Provisioned.Refused("no");
            }
            wanted.add(account);
            return new Provisioned.Made(Optional.of("first-secret"));
        }

        @Override
        public void disable(PersonName person) {}

        @Override
        public void enable(PersonName person) {}

        @Override
        public void signOut(PersonName person) {}
    }

    private JoinDesk joiningWith(Federation accounts) {
        return new JoinDesk(world.world.domain.trail(), new SqlInvitations(world.world.database),
                world.world.domain.people(), world.world.domain.engagements(), world.joining.terms(),
                world.world.clock, accounts);
    }

    @Test
    void whoJoinsGetsAnAccountAtTheIdentityProviderAndIsThatAccountFromThenOn() {
        Federation accounts = new Federation();
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example", "acme/ops")));
        InvitationOutcome.Joined joined = assertInstanceOf(InvitationOutcome.Joined.class,
                joiningWith(accounts).accept(secret, world.join("nina", 40)));
        assertEquals(Optional.of("first-secret"),
                assertInstanceOf(Provisioned.Made.class, joined.account()).firstPassword());
        assertFalse(joined.toString().contains("first-secret"), joined.toString());
        assertEquals(
                new NewAccount(new PersonName("nina"), "Nina New", Optional.of("nina@acme.example"), ACME,
                        Set.of(new GroupName("acme/ops"))),
                accounts.wanted.getFirst());
        assertEquals("nina",
                world.world.domain.people().bySubject("sub-of-nina").orElseThrow().name().value());
        assertEquals(Set.of(new GroupName("acme/ops")), world.person("nina").groups());
        assertTrue(world.world.journalled("person-changed").getLast().text().contains("sub-of-nina"));
    }

    private static NewAccount account(String name, String mail) {
        return new NewAccount(new PersonName(name), "Somebody Else", Optional.of(mail),
                new OrganisationName("example"), Set.of());
    }

    @Test
    void theNameOfSomebodysAccountIsNotForWhoeverChoosesIt() {
        Federation accounts = new Federation();
        accounts.wanted.add(account("boss", "boss@example.com"));
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        assertEquals(InvitationOutcome.Reason.NAME_TAKEN,
                world.refused(joiningWith(accounts).accept(secret, world.join("boss", 40))));
        assertEquals(1, accounts.wanted.size());
        assertTrue(world.world.domain.people().byName(new PersonName("boss")).isEmpty());
        assertInstanceOf(InvitationOutcome.Joined.class,
                joiningWith(accounts).accept(secret, world.join("nina", 40)), "the link is still good");
    }

    @Test
    void anAccountThatIsRefusedIsNotLinked() {
        Federation accounts = new Federation();
        accounts.wanted.add(account("nina", "Nina@acme.example"));
        accounts.refuses = true;
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        assertInstanceOf(Provisioned.Refused.class, assertInstanceOf(InvitationOutcome.Joined.class,
                joiningWith(accounts).accept(secret, world.join("nina", 40))).account());
        assertEquals(Optional.empty(), world.person("nina").subject());
    }

    @Test
    void anIdentityProviderThatIsAwayKeepsNobodyOut() {
        Federation accounts = new Federation();
        accounts.away = true;
        String secret = world.link("ada", world.invite("ada", form("nina@acme.example")));
        assertInstanceOf(Provisioned.Refused.class, assertInstanceOf(InvitationOutcome.Joined.class,
                joiningWith(accounts).accept(secret, world.join("nina", 40))).account());
        assertTrue(world.person("nina").enabled());
        assertEquals(Optional.empty(), world.person("nina").subject());
    }
}
