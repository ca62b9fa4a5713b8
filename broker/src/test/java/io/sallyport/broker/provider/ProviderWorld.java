package io.sallyport.broker.provider;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import java.nio.file.Path;
import java.util.Set;

/** A provider with a sponsor, a manager, a mail domain, a group to give and a roster, beside another provider with a manager. */
final class ProviderWorld implements AutoCloseable {
    static final OrganisationName ACME = new OrganisationName("acme");
    static final OrganisationName GLOBEX = new OrganisationName("globex");

    final World world;
    final InvitationDesk invitations;
    final JoinDesk joining;
    final RosterDesk rosters;

    ProviderWorld(Path folder) {
        world = World.in(folder);
        world.adopt(text());
        invitations = world.domain.providers().invitations();
        joining = world.domain.providers().joining();
        rosters = world.domain.providers().rosters();
    }

    static String text() {
        return World.text()
                .replace("{ name: acme, kind: provider, title: Acme Managed Services }",
                        "{ name: acme, kind: provider, title: Acme Managed Services, sponsor: ada, contacts: [\"+49 1\"],"
                                + " mail_domains: [acme.example], groups: [acme/ops], roster: 30d }\n"
                                + "  - { name: globex, kind: provider }")
                .replace("engagements:", """
                          - { name: mona, organisation: acme, roles: [manager], mail: mona@acme.example, keys: ["%s"] }
                          - { name: gary, organisation: globex, roles: [manager], keys: ["%s"] }
                          - { name: adam, organisation: example, roles: [administrator], keys: ["%s"] }
                        engagements:""".formatted(World.key(30), World.key(31), World.key(32))
                        .indent(0).replaceFirst("^", ""));
    }

    Person person(String name) {
        return world.person(name);
    }

    static InvitationForm form(String mail, String... groups) {
        return new InvitationForm(ACME, mail, "Nina New",
                Set.copyOf(java.util.Arrays.stream(groups).map(GroupName::new).toList()));
    }

    Invitation invite(String by, InvitationForm form) {
        return assertInstanceOf(InvitationOutcome.Done.class, invitations.invite(person(by), form))
                .invitation();
    }

    InvitationOutcome.Reason refused(InvitationOutcome outcome) {
        return assertInstanceOf(InvitationOutcome.Refused.class, outcome).reason();
    }

    String link(String by, Invitation invitation) {
        return assertInstanceOf(InvitationOutcome.Linked.class,
                invitations.link(person(by), invitation.id())).secret();
    }

    JoinForm join(String name, int key) {
        return new JoinForm(name, "Nina New", World.key(key) + " nina@laptop", joining.terms().termsHash());
    }

    @Override
    public void close() {
        world.close();
    }
}
