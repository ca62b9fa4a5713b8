package io.sallyport.broker.recording;

/** May this agent send this recording? */
public sealed interface IntakeOutcome {
    /** Yes, from {@link RecordingIntake#resume()} on. The caller closes it. */
    record Accepted(RecordingIntake intake) implements IntakeOutcome {}

    /** It is in already, whole: the agent may delete it. */
    record Complete(long size, String rootHash) implements IntakeOutcome {}

    /** No, and sending again will not help. */
    record Refused(String text) implements IntakeOutcome {}
}
