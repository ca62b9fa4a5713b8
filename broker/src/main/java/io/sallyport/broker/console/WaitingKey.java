package io.sallyport.broker.console;

/** A key that waits for a yes. {@code own}: the viewer's, who can only take it back. */
record WaitingKey(String id, String person, String fingerprint, long days, boolean own) {}
