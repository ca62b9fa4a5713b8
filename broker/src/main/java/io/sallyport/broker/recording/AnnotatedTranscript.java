package io.sallyport.broker.recording;

import io.sallyport.broker.session.Note;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.evidence.recording.Transcript;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A session as plain text for whoever reads it later: the transcript of its recording, and after it what people wrote on it. A line of a note
 * begins with {@code #}, which no line of a transcript does, so that neither passes for the other.
 */
public final class AnnotatedTranscript {
    private static final String HEAD = "Notes on this session, from the broker's journal. They are no part of the recording.";

    private AnnotatedTranscript() {}

    /**
     * Flushes, and does not close, {@code out}. Without notes it is the transcript, byte for byte.
     *
     * @throws RecordingException it is no recording, or a damaged one: then what was read before is written, and so are the notes
     */
    public static void write(Path file, List<Note> notes, OutputStream out) throws IOException {
        try (RecordingReader reader = RecordingReader.open(file)) {
            transcript(reader, notes, out);
        }
        append(notes, out);
    }

    private static void transcript(RecordingReader reader, List<Note> notes, OutputStream out)
            throws IOException {
        try {
            Transcript.write(reader, out);
        } catch (RecordingException e) {
            append(notes, out);
            throw e;
        }
    }

    private static void append(List<Note> notes, OutputStream out) throws IOException {
        if (notes.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(line(HEAD));
        for (Note note : notes) {
            text.append(line(note.at() + " " + note.author()));
            note.text().lines().forEach(each -> text.append(line("  " + Sanitize.terminal(each))));
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String line(String text) {
        return "# " + text + "\n";
    }
}
