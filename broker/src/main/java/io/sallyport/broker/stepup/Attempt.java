package io.sallyport.broker.stepup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A confirmation that a browser is asked for, while a connection waits. Ends once: confirmed, denied or given up. A class and no record,
 * because the token in its link is a secret. Safe for many threads.
 */
public final class Attempt {
    /** How long it waits at the most. */
    public static final Duration LIFE = Duration.ofMinutes(3);

    /** How it ended. */
    public enum End {
        CONFIRMED, DENIED, EXPIRED, ABANDONED
    }

    private final KeyHolder holder;
    private final Need need;
    private final String token;
    private final String code;
    private final long begunAt;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    Attempt(KeyHolder holder, Need need, String token, String code, long begunAt) {
        this.holder = holder;
        this.need = need;
        this.token = token;
        this.code = code;
        this.begunAt = begunAt;
    }

    public KeyHolder holder() {
        return holder;
    }

    public Need need() {
        return need;
    }

    /** 128 random bits, hex: the last part of the link. Good once. Secret. */
    public String token() {
        return token;
    }

    /** Short and easy to read out; on the terminal and on the page, so that a person sees that both are about the same. */
    public String code() {
        return code;
    }

    long begunAt() {
        return begunAt;
    }

    /** Completes when it ends, perhaps on the thread that ends it: never block in what depends on it. */
    public CompletableFuture<End> end() {
        return end.copy();
    }

    /** For whoever has claimed it. */
    void finish(End how) {
        end.complete(how);
    }

    @Override
    public String toString() {
        return "confirmation of " + holder.person() + " (secret)";
    }
}
