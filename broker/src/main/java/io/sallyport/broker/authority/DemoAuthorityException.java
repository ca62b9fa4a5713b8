package io.sallyport.broker.authority;

/** The authority was made for demonstrations, and this broker does not run in mode demo. */
public final class DemoAuthorityException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DemoAuthorityException() {
        super("the authority's keys were made for demonstrations; use mode: demo, or an authority made without --demo");
    }
}
