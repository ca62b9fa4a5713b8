package io.sallyport.broker.request;

import java.time.Duration;
import java.util.Optional;

/** How an approver makes a request smaller. It can never be made larger. */
public record Narrowing(Optional<Duration> duration) {
    public static final Narrowing NONE = new Narrowing(Optional.empty());
}
