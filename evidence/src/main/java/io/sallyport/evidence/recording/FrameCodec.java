package io.sallyport.evidence.recording;

import java.util.Optional;

/** Frames as bytes inside a chunk: docs/formats/recording.md §5. The type numbers are stored: never changed, never reused. */
final class FrameCodec {
    private static final int OUTPUT = 1;
    private static final int ERROR = 2;
    private static final int INPUT = 3;
    private static final int RESIZE = 4;
    private static final int OPENED = 5;
    private static final int CLOSED = 6;
    private static final int FILE = 7;
    private static final int NOTICE = 8;
    private static final int ELIDED = 9;
    private static final int ENVIRONMENT = 10;
    private static final int GAP = 11;
    private static final int END = 12;

    private FrameCodec() {}

    static int type(Frame frame) {
        return switch (frame) {
            case Frame.Output _ -> OUTPUT;
            case Frame.ErrorOutput _ -> ERROR;
            case Frame.Input _ -> INPUT;
            case Frame.Resize _ -> RESIZE;
            case Frame.ChannelOpened _ -> OPENED;
            case Frame.ChannelClosed _ -> CLOSED;
            case Frame.FileOperation _ -> FILE;
            case Frame.Notice _ -> NOTICE;
            case Frame.Elided _ -> ELIDED;
            case Frame.Environment _ -> ENVIRONMENT;
            case Frame.Gap _ -> GAP;
            case Frame.End _ -> END;
        };
    }

    static void payload(Frame frame, FieldWriter out) {
        switch (frame) {
            case Frame.Output(int channel, Bytes bytes) -> out.number(channel).raw(bytes);
            case Frame.ErrorOutput(int channel, Bytes bytes) -> out.number(channel).raw(bytes);
            case Frame.Input(int channel, long length, Optional<Bytes> bytes) -> {
                out.number(channel).number(length).octet(bytes.isPresent() ? 1 : 0);
                bytes.ifPresent(out::raw);
            }
            case Frame.Resize(int channel, int columns, int rows) ->
                out.number(channel).number(columns).number(rows);
            case Frame.ChannelOpened(int channel, Frame.Kind kind, boolean terminal, String detail) ->
                out.number(channel).octet(kind.code()).octet(terminal ? 1 : 0).text(detail);
            case Frame.ChannelClosed closed -> closed(closed, out);
            case Frame.FileOperation(int channel, String operation, String path, String detail) ->
                out.number(channel).text(operation).text(path).text(detail);
            case Frame.Notice(String text) -> out.text(text);
            case Frame.Elided(int channel, Frame.Stream stream, long bytes, Bytes sha256) ->
                out.number(channel).octet(stream.code()).number(bytes).raw(sha256);
            case Frame.Environment(String name, String value) -> out.text(name).text(value);
            case Frame.Gap(String reason) -> out.text(reason);
            case Frame.End(EndReason reason, String detail) -> out.text(reason.code()).text(detail);
        }
    }

    private static void closed(Frame.ChannelClosed closed, FieldWriter out) {
        out.number(closed.channel()).octet(closed.exitStatus().isPresent() ? 1 : 0);
        // The wire carries an unsigned 32-bit status (RFC 4254 §6.10).
        closed.exitStatus().ifPresent(status -> out.number(Integer.toUnsignedLong(status)));
        out.octet(closed.exitSignal().isPresent() ? 1 : 0);
        closed.exitSignal().ifPresent(out::text);
        out.number(closed.outputBytes()).raw(closed.outputSha256());
        out.number(closed.errorBytes()).raw(closed.errorSha256());
        out.number(closed.inputBytes());
    }

    /** @throws Malformed it is no frame of this format */
    static Frame decode(int type, FieldReader in) {
        try {
            Frame frame = switch (type) {
                case OUTPUT -> new Frame.Output(channel(in), in.rest());
                case ERROR -> new Frame.ErrorOutput(channel(in), in.rest());
                case INPUT -> input(in);
                case RESIZE ->
                    new Frame.Resize(channel(in), in.number(Integer.MAX_VALUE), in.number(Integer.MAX_VALUE));
                case OPENED ->
                    new Frame.ChannelOpened(channel(in), known(Frame.Kind.ofCode(in.octet())), in.flag(),
                            in.text(Frame.MAX_TEXT));
                case CLOSED -> closed(in);
                case FILE ->
                    new Frame.FileOperation(channel(in), in.text(Frame.MAX_NAME), in.text(Frame.MAX_PATH),
                            in.text(Frame.MAX_PATH));
                case NOTICE -> new Frame.Notice(in.text(Frame.MAX_TEXT));
                case ELIDED ->
                    new Frame.Elided(channel(in), known(Frame.Stream.ofCode(in.octet())), in.number(),
                            in.bytes(32));
                case ENVIRONMENT -> new Frame.Environment(in.text(Frame.MAX_NAME), in.text(Frame.MAX_TEXT));
                case GAP -> new Frame.Gap(in.text(Frame.MAX_TEXT));
                case END -> new Frame.End(EndReason.ofCode(in.text(Frame.MAX_NAME))
                        .orElseThrow(() -> new Malformed("the reason of the end is not known")),
                        in.text(Frame.MAX_TEXT));
                default -> throw new Malformed("a frame of the unknown type " + type);
            };
            in.requireEnd();
            return frame;
        } catch (IllegalArgumentException refused) {
            throw new Malformed("a frame's fields do not fit together");
        }
    }

    private static Frame input(FieldReader in) {
        int channel = channel(in);
        long length = in.number();
        return new Frame.Input(channel, length, in.flag() ? Optional.of(in.rest()) : Optional.empty());
    }

    private static Frame closed(FieldReader in) {
        int channel = channel(in);
        Optional<Integer> status = in.flag() ? Optional.of(status(in)) : Optional.empty();
        Optional<String> signal = in.flag() ? Optional.of(in.text(Frame.MAX_NAME)) : Optional.empty();
        return new Frame.ChannelClosed(channel, status, signal, in.number(), in.bytes(32), in.number(),
                in.bytes(32),
                in.number());
    }

    private static int status(FieldReader in) {
        long status = in.number();
        if (status > 0xffff_ffffL) {
            throw new Malformed("an exit status is out of range");
        }
        return (int) status;
    }

    private static int channel(FieldReader in) {
        return in.number(Frame.MAX_CHANNEL);
    }

    private static <E> E known(Optional<E> value) {
        return value.orElseThrow(() -> new Malformed("a field has an unknown value"));
    }
}
