package io.sallyport.evidence.recording;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a viewer of a recording sees: the drawing text of the chosen channels. Without a choice these are the terminals, or,
 * when there is none, the commands. For one pass of one reader, one thread.
 */
final class Screens {
    private final OptionalInt wanted;
    private final boolean terminalsOnly;
    private final Map<Integer, Screen> open = new HashMap<>();

    private Screens(OptionalInt wanted, boolean terminalsOnly) {
        this.wanted = wanted;
        this.terminalsOnly = terminalsOnly;
    }

    /** Looks through the recording for a terminal, and puts the reader back to the start. */
    static Screens of(RecordingReader reader, OptionalInt wanted) {
        boolean terminals = false;
        if (wanted.isEmpty()) {
            for (Optional<TimedFrame> next = reader.next(); next.isPresent()
                    && !terminals; next = reader.next()) {
                terminals = next.get().frame() instanceof Frame.ChannelOpened opened && opened.terminal();
            }
            reader.seek(0);
        }
        return new Screens(wanted, terminals);
    }

    /** To be called with every frame, so that openings are seen. */
    void see(Frame frame) {
        if (frame instanceof Frame.ChannelOpened opened && chosen(opened)) {
            open.put(opened.channel(), new Screen(opened.terminal()));
        } else if (frame instanceof Frame.ChannelClosed closed) {
            open.remove(closed.channel());
        }
    }

    private boolean chosen(Frame.ChannelOpened opened) {
        if (wanted.isPresent()) {
            return wanted.getAsInt() == opened.channel();
        }
        boolean command = opened.kind() == Frame.Kind.SHELL || opened.kind() == Frame.Kind.EXEC;
        return opened.terminal() || (command && !terminalsOnly);
    }

    boolean shows(int channel) {
        return open.containsKey(channel);
    }

    /** What may be drawn of this frame; empty when it draws nothing here. */
    String drawing(Frame frame) {
        return switch (frame) {
            case Frame.Output(int channel, Bytes bytes) -> draw(channel, bytes, Frame.Stream.OUTPUT);
            case Frame.ErrorOutput(int channel, Bytes bytes) -> draw(channel, bytes, Frame.Stream.ERROR);
            case Frame.Input _,Frame.Resize _,Frame.ChannelOpened _,Frame.ChannelClosed _,Frame.FileOperation _,Frame.Notice _,Frame.Elided _,Frame.Environment _,Frame.Gap _,Frame.End _ ->
                "";
        };
    }

    private String draw(int channel, Bytes bytes, Frame.Stream stream) {
        Screen screen = open.get(channel);
        return screen == null ? "" : screen.draw(bytes, stream);
    }

    /** Is a terminal left on its alternate screen? */
    boolean onAlternateScreen() {
        return open.values().stream().anyMatch(screen -> screen.output.filter.onAlternateScreen());
    }

    private static final class Screen {
        private final Flow output = new Flow();
        private final Flow error = new Flow();
        private final boolean terminal;

        Screen(boolean terminal) {
            this.terminal = terminal;
        }

        String draw(Bytes bytes, Frame.Stream stream) {
            Flow flow = stream == Frame.Stream.OUTPUT ? output : error;
            String text = flow.filter.next(flow.utf8.next(bytes));
            // Without a terminal between, nobody turned line ends into what a terminal wants.
            return terminal ? text : text.replace("\r\n", "\n").replace("\n", "\r\n");
        }
    }

    private static final class Flow {
        private final Utf8Stream utf8 = new Utf8Stream();
        private final TerminalFilter filter = new TerminalFilter(TerminalFilter.Keep.DRAWING);
    }
}
