package io.sallyport.broker.console;

/** A key in a list. {@code mayEnd}: its person ends it here, and not where it is declared. */
record KeyRow(String fingerprint, String type, String from, String since, String used, String ends,
        boolean mayEnd) {}
