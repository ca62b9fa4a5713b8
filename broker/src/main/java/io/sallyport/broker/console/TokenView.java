package io.sallyport.broker.console;

import java.util.Optional;

/** An API token as a page shows it. */
record TokenView(String id, String title, String person, String scopes, Moment created, Moment expires,
        Optional<Moment> lastUsed, String state, boolean live) {}
