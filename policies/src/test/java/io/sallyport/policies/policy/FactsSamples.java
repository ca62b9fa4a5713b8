package io.sallyport.policies.policy;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Eva of Acme asks for half an hour as postgres on a production database, on a Tuesday morning; tests change single facts. */
final class FactsSamples {
    static final Instant AT = Instant.parse("2026-03-03T09:00:00Z");

    private FactsSamples() {}

    static Facts eva(String group) {
        return Facts.of(
                new Facts.Requester(new PersonName("eva"), PersonKind.HUMAN, new OrganisationName("acme"),
                        Optional.of(Set.of(new GroupName(group))), Optional.of(Mfa.PHISHING_RESISTANT),
                        Optional.empty()),
                new Facts.Target(new TargetName("db01"), Map.of("env", "prod", "role", "db"),
                        new GroupName("dba-owners")),
                new LoginName("postgres"), AT, Duration.ofMinutes(30));
    }
}
