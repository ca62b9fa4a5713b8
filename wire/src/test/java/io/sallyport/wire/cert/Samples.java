package io.sallyport.wire.cert;

import io.sallyport.policies.grant.ApprovedBy;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One honest certificate and what it needs; tests change one thing each. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final SecureRandom RANDOM = new SecureRandom();
    static final Ed25519Key USER_CA = Ed25519Key.generate(RANDOM);
    static final Ed25519Key HOST_CA = Ed25519Key.generate(RANDOM);
    static final Ed25519Key ENGINEER = Ed25519Key.generate(RANDOM);
    static final TrustBundle BUNDLE = new TrustBundle(1, List.of(USER_CA.publicKey()),
            List.of(HOST_CA.publicKey()),
            false);
    static final TrustBundle DEMO_BUNDLE = new TrustBundle(1, List.of(USER_CA.publicKey()),
            List.of(HOST_CA.publicKey()), true);
    static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.7");
    static final TargetName TARGET = new TargetName("web-1");
    static final LoginName LOGIN = new LoginName("deploy");
    static final Expectation EXPECTED = new Expectation(TARGET, Optional.of(LOGIN), SOURCE, NOW);
    static final long SERIAL = 0xfedc_ba98_7654_3210L;

    private Samples() {}

    static Grant grant() {
        return grant("deploy", "web-1", NOW.minusSeconds(600), NOW.plus(Duration.ofHours(2)));
    }

    static Grant grant(String login, String target, Instant from, Instant until) {
        return new Grant(Grant.VERSION, new GrantId("g-" + "a".repeat(26)), Grant.Kind.STANDARD,
                new PersonName("eva"),
                new OrganisationName("acme"), new TargetName(target), new LoginName(login), from, until,
                Duration.ofHours(4), "end of the time asked for", Optional.of("CHG-7"), "rotate the logs",
                "0".repeat(64), new RuleId("staging-ops"), List.of(),
                List.of(new ApprovedBy(new PersonName("ada"), from.minusSeconds(60))), Rights.tightest(),
                Duration.ofSeconds(60), 1, List.of());
    }

    static CertificateDraft draft() {
        return draft(grant());
    }

    static CertificateDraft draft(Grant grant) {
        return CertificateContent.user(ENGINEER.publicKey(), grant, SOURCE, SERIAL, false, NOW);
    }

    static SshCertificate certificate() {
        return CertificateCodec.sign(draft(), USER_CA, RANDOM);
    }
}
