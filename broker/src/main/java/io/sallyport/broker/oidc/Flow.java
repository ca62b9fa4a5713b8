package io.sallyport.broker.oidc;

/** One person on the way to the provider and back. Immutable; a class and not a record because nearly all of it is secret. */
final class Flow {
    private final Wanted wanted;
    private final String source;
    private final String state;
    private final String nonce;
    private final String verifier;
    private final long begunAt;

    /**
     * @param source the network it was begun from
     * @param verifier RFC 7636
     * @param begunAt monotonic, in nanoseconds
     */
    Flow(Wanted wanted, String source, String state, String nonce, String verifier, long begunAt) {
        this.wanted = wanted;
        this.source = source;
        this.state = state;
        this.nonce = nonce;
        this.verifier = verifier;
        this.begunAt = begunAt;
    }

    Wanted wanted() {
        return wanted;
    }

    String source() {
        return source;
    }

    String state() {
        return state;
    }

    String nonce() {
        return nonce;
    }

    String verifier() {
        return verifier;
    }

    long begunAt() {
        return begunAt;
    }

    @Override
    public String toString() {
        return "sign-in under way (secret)";
    }
}
