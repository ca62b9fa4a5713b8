package io.sallyport.broker.service;

import java.time.Instant;

/** Where a service account's key was refused last, because the account never comes from there. */
public record Sighting(String source, Instant at) {}
