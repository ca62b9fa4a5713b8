package io.sallyport.broker.console;

/**
 * Something that waits, other than a request.
 *
 * @param href where one acts; empty: nowhere
 * @param label what the link says
 */
record WaitingLine(String kind, String text, String href, String label) {}
