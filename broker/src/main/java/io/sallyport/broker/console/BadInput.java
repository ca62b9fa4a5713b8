package io.sallyport.broker.console;

/** What came in can't be read. The message names the field and never echoes its value. */
final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message, null, false, false);
    }
}
