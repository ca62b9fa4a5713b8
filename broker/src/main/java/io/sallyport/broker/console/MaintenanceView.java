package io.sallyport.broker.console;

/** One row of the page of maintenance. {@code tone}: colour of the state; {@code mayEnd}: offer to end it. */
record MaintenanceView(String id, String state, String tone, Moment from, Moment until, String by,
        String targets,
        String reason, boolean mayEnd) {}
