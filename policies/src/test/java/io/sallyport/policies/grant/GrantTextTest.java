package io.sallyport.policies.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

@Domain(RightsSamples.class)
class GrantTextTest {

    @Test
    void aGrantIsReadAsSentences() {
        assertEquals("""
            eva of acme may work on web-1 as deploy
            from 2026-03-03 10:00:00 UTC until 2026-03-03 12:00:00 UTC (2h; end of the time asked for)
            because: Restart the web server: it \u00fcses too much memory
            ticket: CHG-4711
            approved by ada (2026-03-03 10:00:00 UTC) under rule acme-ops-prod
            shell: yes, with a terminal
            commands: any
            files: may be fetched by sftp, only /var/log/**
            forwarding from the target: none
            recorded: all output, the time of every input; no recording, no session
            ends after 15m without input
            sessions at the same time: 1
            ends within 1m when the host no longer hears from the broker
            """, String.join("\n", GrantText.lines(GrantSamples.standard(GrantSamples.work()))) + "\n");
    }

    /** What an approver reads must not hide anything that differs. */
    @Property(tries = 300)
    void rightsThatDifferReadDifferently(@ForAll Rights a, @ForAll Rights b) {
        assertEquals(a.equals(b), GrantText.rights(a).equals(GrantText.rights(b)));
    }

    @Test
    void aGrantWithoutSenseCanNotBeMade() {
        Grant good = GrantSamples.standard(GrantSamples.work());
        assertThrows(IllegalArgumentException.class, () -> ending(good, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> ending(good, Duration.ofSeconds(-1)));
        assertTrue(ending(good, Duration.ofSeconds(1)).holdsAt(good.notBefore()));
        assertTrue(!good.holdsAt(good.notAfter()));
        assertEquals(List.of(false, false, false, true), List.of(Grant.fits("", 5), Grant.fits("a\u001bb", 5),
                Grant.fits("123456", 5), Grant.fits("12345", 5)));
    }

    private static Grant ending(Grant grant, Duration after) {
        return new Grant(grant.version(), grant.id(), grant.kind(), grant.person(), grant.organisation(),
                grant.target(), grant.login(),
                grant.notBefore(), grant.notBefore().plus(after), grant.max(), grant.endReason(),
                grant.ticket(), grant.reason(),
                grant.policyHash(), grant.rule(), grant.requires(), grant.approvals(), grant.rights(),
                grant.lease(), grant.epoch(), grant.must());
    }
}
