package io.sallyport.broker.console;

/**
 * A place where the searched text was on the screen.
 *
 * @param seconds since the recording began
 */
record Hit(double seconds, String clock, String before, String match, String after) {}
