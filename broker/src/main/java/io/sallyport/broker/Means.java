package io.sallyport.broker;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** What every step of a start has at hand. {@code nanos}: monotonic. */
record Means(BrokerConfig config, InstantSource time, LongSupplier nanos, SecureRandom random,
        Closing closing) {
    /** One that stops with the broker. */
    Ticker ticker() {
        return closing.add("ticker", new Ticker());
    }
}
