package io.sallyport.broker.audit;

import java.time.Instant;

/**
 * Something that happened and was committed to the journal. The forms are normative: docs/formats/events.md. A type, once
 * written, is never renamed and its fields never change their meaning, because journals outlive releases.
 */
public sealed interface Event
        permits DirectoryEvent, AgentEvent, RequestEvent, ReviewEvent, SessionEvent, RecordingEvent,
        BrokerEvent, MaintenanceEvent, TicketEvent, StepUpEvent, DepartureEvent, KeyEvent, ProviderEvent,
        TokenEvent, AccountEvent {
    /** When the broker decided it, to the millisecond. */
    Instant at();

    /** Who caused it. */
    Actor actor();
}
