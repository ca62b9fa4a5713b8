package io.sallyport.broker.console;

/** An off-boarding in a list. {@code tone}: how its state looks. */
record DepartureRow(String id, String kind, String subject, String state, String tone, Moment at, String by,
        String reason, long sessions) {}
