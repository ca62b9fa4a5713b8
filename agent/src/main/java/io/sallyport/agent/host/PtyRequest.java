package io.sallyport.agent.host;

/**
 * Wish for a terminal.
 *
 * @param term value of TERM: up to 64 printable characters; it reaches only the engineer's processes
 */
public record PtyRequest(PtySize size, String term) {
    public PtyRequest {
        if (!term.matches("[\\x21-\\x7e]{0,64}")) {
            throw new IllegalArgumentException("TERM is not plain text of up to 64 characters");
        }
    }
}
