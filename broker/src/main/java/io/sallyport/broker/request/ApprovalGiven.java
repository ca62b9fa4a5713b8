package io.sallyport.broker.request;

import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One approver's yes. */
public record ApprovalGiven(PersonName approver, Instant at, Optional<Duration> narrowedTo,
        Optional<String> comment) {}
