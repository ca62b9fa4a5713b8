package io.sallyport.policies.cli;

/** What was typed is no command. The message is for the person who typed it. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
