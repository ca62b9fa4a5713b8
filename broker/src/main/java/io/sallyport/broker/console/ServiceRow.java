package io.sallyport.broker.console;

/**
 * A service account in the list. {@code until} is its last day.
 *
 * @param state active, or the codes of what holds it
 * @param why the same in sentences; empty while nothing does
 * @param elsewhere where a key of it was refused last, and when; or empty
 */
record ServiceRow(String name, String title, String organisation, String state, String tone, String why,
        String owner,
        String until, String networks, int keys, String used, String elsewhere) {}
