package io.sallyport.broker.console;

/**
 * A place in the navigation.
 *
 * @param count what waits there; shown when {@code counts}
 */
record NavItem(String href, String label, boolean current, boolean counts, int count) {}
