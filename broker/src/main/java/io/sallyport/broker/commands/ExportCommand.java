package io.sallyport.broker.commands;

import io.sallyport.broker.recording.AnnotatedTranscript;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.evidence.recording.Asciicast;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.evidence.recording.RecordingReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A recording on stdout, in one of three forms. */
abstract sealed class ExportCommand implements GatewayCommand {
    private static final Logger LOG = Logger.getLogger(ExportCommand.class.getName());
    private static final int BUFFER = 32 * 1024;

    private final Call call;
    private final String how;

    @Parameters(paramLabel = "SESSION", description = "a session, or the first characters of its id")
    private String id = "";

    private ExportCommand(Call call, String how) {
        this.call = call;
        this.how = how;
    }

    abstract void write(SessionSummary session, Path file, OutputStream out) throws IOException;

    @Override
    public int run() {
        return switch (Recordings.open(call, id, how)) {
            case Recordings.Found.Nothing(int exit) -> exit;
            case Recordings.Found.At(SessionSummary session, Path file) -> export(session, file);
        };
    }

    private int export(SessionSummary session, Path file) {
        try (OutputStream out = new BufferedOutputStream(call.say().screen().out(), BUFFER)) {
            write(session, file, out);
            return Say.DONE;
        } catch (RecordingException e) {
            LOG.log(Level.WARNING, "a recording cannot be exported", e);
            return call.say().refused("This recording cannot be read. Check it: ssh gw verify " + id);
        } catch (IOException e) {
            LOG.log(Level.FINE, "an export broke off", e);
            return call.say().later("The export broke off. Try again.");
        }
    }

    /** {@code cast}. */
    @Command(footer = {"", "Examples:", "  ssh gw cast s-abc > s-abc.cast", "  asciinema play s-abc.cast"})
    static final class Cast extends ExportCommand {
        Cast(Call call) {
            super(call, "cast");
        }

        @Override
        void write(SessionSummary session, Path file, OutputStream out) throws IOException {
            try (RecordingReader reader = RecordingReader.open(file)) {
                Asciicast.write(reader, out, Asciicast.Options.all());
            }
        }
    }

    /** {@code transcript}, with the notes on the session after it. */
    @Command(footer = {"", "Examples:", "  ssh gw transcript s-abc | less",
            "  ssh gw transcript s-abc | grep systemctl"})
    static final class Text extends ExportCommand {
        private final Call call;

        Text(Call call) {
            super(call, "transcript");
            this.call = call;
        }

        @Override
        void write(SessionSummary session, Path file, OutputStream out) throws IOException {
            AnnotatedTranscript.write(file, call.desks().sessions().notes().of(call.person(), session), out);
        }
    }

    /** {@code recording}. */
    @Command(footer = {"", "Examples:", "  ssh gw recording s-abc > s-abc.rec",
            "  ./sallyport verify s-abc.rec"})
    static final class Raw extends ExportCommand {
        Raw(Call call) {
            super(call, "file");
        }

        @Override
        void write(SessionSummary session, Path file, OutputStream out) throws IOException {
            Files.copy(file, out);
        }
    }
}
