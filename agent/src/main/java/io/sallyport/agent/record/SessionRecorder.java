package io.sallyport.agent.record;

import io.sallyport.evidence.recording.ChannelTape;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.evidence.recording.RecordingHeader;
import io.sallyport.evidence.recording.RecordingKey;
import io.sallyport.evidence.recording.RecordingWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The recording of one session while it lives. Safe for many threads; every method may throw {@link RecordingException}. */
public final class SessionRecorder {

    private final RecordingWriter writer;
    private final LongSupplier nanos;

    private SessionRecorder(RecordingWriter writer, LongSupplier nanos) {
        this.writer = writer;
        this.nanos = nanos;
    }

    /** Creates the recording; its header is on disk when this returns. */
    public static SessionRecorder create(Path file, RecordingHeader header, RecordingKey key,
            LongSupplier nanos,
            InstantSource time) {
        return new SessionRecorder(RecordingWriter.create(file, header, key, nanos, time), nanos);
    }

    /** Before what the frame tells takes effect. */
    public void append(Frame frame) {
        writer.append(frame);
    }

    public ChannelTape open(Frame.ChannelOpened opened) {
        return new ChannelTape(writer, opened, nanos);
    }

    /** To be called several times a second: closes chunks that are due. */
    public void tick() {
        writer.flushIfDue();
    }

    /** Seals the recording with the reason; on disk when this returns. Later calls do nothing. */
    public void close(EndReason reason, String detail) {
        writer.close(reason, detail);
    }
}
