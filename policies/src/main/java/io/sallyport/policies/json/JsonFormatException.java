package io.sallyport.policies.json;

/** Text that is not the JSON we accept, or a field that is missing or of another type. Never repeats values. */
public final class JsonFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JsonFormatException(String message) {
        super(message);
    }
}
