package io.sallyport.broker.provider;

import io.sallyport.broker.engagement.Organisation;
import java.time.Instant;
import java.util.Optional;

/** A provider in a list. {@code due}: when its people lapse unless they are confirmed; empty: they don't. */
public record ProviderHead(Organisation organisation, Optional<Instant> due) {}
