package io.sallyport.broker.request;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;

/** What one reviewer found. {@code comment} is as typed: sanitise before showing. */
public record ReviewGiven(PersonName reviewer, Instant at, Finding finding, String comment) {}
