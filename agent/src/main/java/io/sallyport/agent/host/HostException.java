package io.sallyport.agent.host;

/** The operating system refused something that this agent needs; says which call and why. */
public final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HostException(String message) {
        super(message);
    }

    HostException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param result what a call of {@link Libc} returned: a negated errno */
    static HostException refused(String call, long result) {
        return new HostException(call + " failed with " + Errno.text((int) -result));
    }
}
