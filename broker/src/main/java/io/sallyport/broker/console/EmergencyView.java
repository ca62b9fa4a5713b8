package io.sallyport.broker.console;

/**
 * What a card says of emergency access besides.
 *
 * @param state {@code asked} while it waits for an approval, {@code open}, {@code overdue} or {@code complete}
 * @param text what that means
 * @param reviewable this viewer may review it now
 */
record EmergencyView(String state, String text, boolean reviewable) {}
