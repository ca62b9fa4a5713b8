package io.sallyport.policies.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.yaml.Problem;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

@Domain(RightsSamples.class)
class CeilingTest {

    private static final ApprovedBy ADA = new ApprovedBy(new PersonName("ada"), GrantSamples.START);

    @Property(tries = 300)
    void theResultIsWithinGrantAndCeiling(@ForAll Rights granted, @ForAll Rights capped) {
        Ceiling builtIn = Ceiling.builtIn();
        var ceiling = new Ceiling(builtIn.logins(), builtIn.providers(), Duration.ofHours(1),
                builtIn.approvals(), capped);
        Grant grant = GrantSamples.standard(granted);
        var effective = assertInstanceOf(CeilingOutcome.Effective.class, ceiling.apply(grant));
        assertTrue(effective.rights().within(granted));
        assertTrue(effective.rights().within(capped));
        assertEquals(GrantSamples.START.plus(Duration.ofHours(1)), effective.notAfter());
    }

    @Test
    void theBuiltInFileIsTheBuiltInCeiling() {
        assertEquals(Ceiling.builtIn(), parse(CeilingFile.builtInText()));
        assertEquals(Ceiling.builtIn(), parse("format: sallyport-ceiling/1\n"));
    }

    @Test
    void withoutAFileRootAndUnapprovedGrantsAreRefused() {
        Ceiling ceiling = Ceiling.builtIn();
        Rights work = GrantSamples.work();
        assertEquals(CeilingOutcome.Reason.CEILING_LOGIN,
                refusal(ceiling, GrantSamples.of(Grant.Kind.STANDARD, "root", "acme", List.of(ADA), work)));
        assertEquals(CeilingOutcome.Reason.CEILING_APPROVALS,
                refusal(ceiling, GrantSamples.of(Grant.Kind.STANDARD, "app", "acme", List.of(), work)));
        assertEquals(CeilingOutcome.Reason.CEILING_AUTOMATIC,
                refusal(ceiling, GrantSamples.of(Grant.Kind.AUTOMATIC, "app", "acme", List.of(ADA), work)));
        assertEquals(CeilingOutcome.Reason.CEILING_BREAK_GLASS,
                refusal(ceiling, GrantSamples.of(Grant.Kind.BREAK_GLASS, "app", "acme", List.of(ADA), work)));
    }

    @Test
    void onePersonWhoApprovesTwiceCountsOnce() {
        Ceiling ceiling = parse("format: sallyport-ceiling/1\napprovals: { at_least: 2 }\n");
        assertEquals(CeilingOutcome.Reason.CEILING_APPROVALS,
                refusal(ceiling, GrantSamples.of(Grant.Kind.STANDARD, "app", "acme", List.of(ADA, ADA),
                        GrantSamples.work())));
    }

    @Test
    void aFileNamesLoginsAndProviders() {
        Ceiling ceiling = parse("format: sallyport-ceiling/1\nlogins: [app, root]\nproviders: [acme]\n");
        assertInstanceOf(CeilingOutcome.Effective.class,
                ceiling.apply(GrantSamples.of(Grant.Kind.STANDARD, "root", "acme", List.of(ADA),
                        GrantSamples.work())));
        assertEquals(CeilingOutcome.Reason.CEILING_LOGIN,
                refusal(ceiling, GrantSamples.standard(GrantSamples.work())));
        assertEquals(CeilingOutcome.Reason.CEILING_PROVIDER,
                refusal(ceiling, GrantSamples.of(Grant.Kind.STANDARD, "app", "globex", List.of(ADA),
                        GrantSamples.work())));
    }

    @Test
    void whatItTakesAwayIsNamed() {
        Ceiling ceiling = parse("format: sallyport-ceiling/1\nmax: 30m\nrights: { sftp: none }\n");
        var effective = assertInstanceOf(CeilingOutcome.Effective.class,
                ceiling.apply(GrantSamples.standard(GrantSamples.work())));
        assertEquals(List.of("sftp", "max 30m"), effective.narrowedBy());
    }

    @Test
    void allProblemsOfAFileAreReportedAtOnce() {
        var parsed = CeilingFile.parse("ceiling.yaml", """
            format: sallyport-ceiling/1
            logins: [Root]
            providers: []
            max: 2x
            rihgts: { shell: true }
            approvals: { at_least: many }
            trust: { approver_signatures: required }
            """);
        List<String> codes = switch (parsed) {
            case CeilingFile.Parsed.Valid valid -> fail(valid.toString());
            case CeilingFile.Parsed.Invalid(List<Problem> problems) -> problems.stream()
                    .map(problem -> problem.at().line() + " " + problem.code()).toList();
        };
        assertEquals(List.of("2 bad-name", "3 empty-list", "4 bad-duration", "5 unknown-field",
                "6 bad-number", "7 not-in-this-version"), codes);
    }

    private static CeilingOutcome.Reason refusal(Ceiling ceiling, Grant grant) {
        return switch (ceiling.apply(grant)) {
            case CeilingOutcome.Effective effective -> fail(effective.toString());
            case CeilingOutcome.Refused(CeilingOutcome.Reason reason, _) -> reason;
        };
    }

    private static Ceiling parse(String text) {
        return switch (CeilingFile.parse("ceiling.yaml", text)) {
            case CeilingFile.Parsed.Valid(Ceiling ceiling) -> ceiling;
            case CeilingFile.Parsed.Invalid(List<Problem> problems) -> fail(problems.toString());
        };
    }
}
