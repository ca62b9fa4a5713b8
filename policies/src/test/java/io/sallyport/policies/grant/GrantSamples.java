package io.sallyport.policies.grant;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A realistic grant, varied in tests. */
final class GrantSamples {

    static final Instant START = Instant.parse("2026-03-03T10:00:00Z");

    private GrantSamples() {}

    static Grant standard(Rights rights) {
        return of(Grant.Kind.STANDARD, "deploy", "acme",
                List.of(new ApprovedBy(new PersonName("ada"), START)), rights);
    }

    static Grant of(Grant.Kind kind, String login, String organisation, List<ApprovedBy> approvals,
            Rights rights) {
        return new Grant(Grant.VERSION, new GrantId("g-abcdefghijklmnopqrstuvwxyz"), kind,
                new PersonName("eva"),
                new OrganisationName(organisation), new TargetName("web-1"), new LoginName(login), START,
                START.plus(Duration.ofHours(2)), Duration.ofHours(2), "end of the time asked for",
                Optional.of("CHG-4711"),
                "Restart the web server: it \u00fcses too much memory", "0".repeat(64),
                new RuleId("acme-ops-prod"), List.of(),
                approvals, rights, Duration.ofSeconds(60), 7, Protections.neededBy(rights));
    }

    static Rights work() {
        return Rights.from(Rights.standard()).shell(true).pty(true).exec(Commands.any())
                .sftp(new Sftp(Sftp.Mode.READ, Paths.of(List.of("/var/log/**"))))
                .idle(Optional.of(Duration.ofMinutes(15))).build();
    }
}
