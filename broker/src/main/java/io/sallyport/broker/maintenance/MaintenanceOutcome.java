package io.sallyport.broker.maintenance;

/** What came of declaring or ending. */
public sealed interface MaintenanceOutcome {
    /** It stands as this now. */
    record Done(Maintenance maintenance) implements MaintenanceOutcome {}

    /** No. {@code text} is shown as it stands. */
    record Refused(Reason reason, String text) implements MaintenanceOutcome {}

    /** Stable codes: never renamed, never reused. */
    enum Reason {
        NOT_ALLOWED, NOT_OWNER, UNKNOWN_TARGET, BAD_MAINTENANCE, TOO_MANY, NO_SUCH_MAINTENANCE
    }
}
