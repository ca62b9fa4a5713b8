package io.sallyport.broker.console;

/**
 * A name and a value on a detail page.
 *
 * @param mono typed by machines, shown in their letters
 */
record Fact(String name, String value, boolean mono) {}
