package io.sallyport.broker.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.broker.provider.InvitationForm;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InvitationCsvTest {
    private static final OrganisationName ACME = new OrganisationName("acme");

    @Test
    void aLineIsAPersonWithGroups() {
        assertEquals(List.of(
                new InvitationForm(ACME, "eva@acme.example", "Engineer, Eva",
                        Set.of(new GroupName("acme/ops"),
                                new GroupName("acme/dba"))),
                new InvitationForm(ACME, "emil@acme.example", "Emil \"the\" E.", Set.of())),
                assertInstanceOf(InvitationCsv.Right.class, InvitationCsv.read(ACME, """
                        # our people
                        eva@acme.example,"Engineer, Eva",acme/ops acme/dba

                        emil@acme.example,"Emil ""the"" E."
                        """)).forms());
    }

    @Test
    void everyWrongLineIsToldAtOnceAndNobodyIsInvited() {
        assertEquals(
                List.of("line 1: not MAIL,NAME[,GROUP GROUP...]", "line 3: not MAIL,NAME[,GROUP GROUP...]",
                        "line 4: not MAIL,NAME[,GROUP GROUP...]"),
                assertInstanceOf(InvitationCsv.Wrong.class, InvitationCsv.read(ACME,
                        "eva\nemil@acme.example,Emil\n\"open,Name\na@b.c,N,GROUP!\n")).problems());
        assertInstanceOf(InvitationCsv.Wrong.class, InvitationCsv.read(ACME, ""));
        assertInstanceOf(InvitationCsv.Wrong.class,
                InvitationCsv.read(ACME, "a@b.c,N\n".repeat(InvitationCsv.PEOPLE + 1)));
    }

    @Property(tries = 200)
    void whateverIsQuotedComesBack(@ForAll @Size(min = 1, max = 4) List<String> values) {
        String line = String.join(",",
                values.stream().map(value -> '"' + value.replace("\"", "\"\"") + '"').toList());
        assertEquals(values, InvitationCsv.cells(line));
    }
}
