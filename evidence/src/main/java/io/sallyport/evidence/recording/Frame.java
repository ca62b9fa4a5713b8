package io.sallyport.evidence.recording;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One thing that happened in a session. The recorder stamps the time when it accepts the frame ({@link TimedFrame}).
 * A channel is the SSH channel inside the session, 0 to {@value #MAX_CHANNEL}. Texts are at most
 * {@value #MAX_TEXT} UTF-8 bytes, names and paths less (a longer one throws IllegalArgumentException); content may have any length, the
 * recorder splits it. Format: docs/formats/recording.md.
 */
public sealed interface Frame {
    /** Largest channel number. */
    int MAX_CHANNEL = 65_535;
    /** Longest text in UTF-8 bytes: the longest command line the agent accepts is as long. */
    int MAX_TEXT = 32 * 1024;
    /** Longest name of a signal, an operation or a variable in UTF-8 bytes. */
    int MAX_NAME = 1024;
    /** Longest path in UTF-8 bytes (four times what Linux allows), and longest detail of a file operation. */
    int MAX_PATH = 15 * 1024;

    /** Bytes the session wrote on standard output (of a terminal: everything it showed). */
    record Output(int channel, Bytes bytes) implements Frame {
        public Output {
            requireChannel(channel);
        }

        public static Output of(int channel, byte[] source, int offset, int length) {
            return new Output(channel, Bytes.of(source, offset, length));
        }
    }

    /** Bytes the session wrote on standard error. */
    record ErrorOutput(int channel, Bytes bytes) implements Frame {
        public ErrorOutput {
            requireChannel(channel);
        }

        public static ErrorOutput of(int channel, byte[] source, int offset, int length) {
            return new ErrorOutput(channel, Bytes.of(source, offset, length));
        }
    }

    /** Input the engineer sent: always its length, its content only when the rights say so. */
    record Input(int channel, long length, Optional<Bytes> bytes) implements Frame {
        public Input {
            requireChannel(channel);
            requireCount(length);
            if (bytes.isPresent() && bytes.get().length() != length) {
                throw new IllegalArgumentException("input length and content differ");
            }
        }

        public static Input withoutContent(int channel, long length) {
            return new Input(channel, length, Optional.empty());
        }

        public static Input withContent(int channel, Bytes bytes) {
            return new Input(channel, bytes.length(), Optional.of(bytes));
        }
    }

    /** The size of the terminal, first and at each change. */
    record Resize(int channel, int columns, int rows) implements Frame {
        public Resize {
            requireChannel(channel);
            requireCount(columns);
            requireCount(rows);
        }
    }

    /** What a channel is for. {@code detail}: command line, subsystem name, or destination of a forward. */
    record ChannelOpened(int channel, Kind kind, boolean terminal, String detail) implements Frame {
        public ChannelOpened {
            requireChannel(channel);
            requireText(detail, MAX_TEXT);
        }
    }

    /** What a channel is for. The codes are stored: never changed, never reused. */
    enum Kind {
        SHELL(0), EXEC(1), SFTP(2), FORWARD(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Optional<Kind> ofCode(int code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findAny();
        }
    }

    /**
     * The end of a channel with the totals of everything delivered to the engineer, elided or not, so that "what was
     * received is what was recorded" can be checked by count and hash. {@link ChannelTape} fills it in.
     */
    record ChannelClosed(int channel, Optional<Integer> exitStatus, Optional<String> exitSignal,
            long outputBytes,
            Bytes outputSha256, long errorBytes, Bytes errorSha256, long inputBytes) implements Frame {
        public ChannelClosed {
            requireChannel(channel);
            exitSignal.ifPresent(signal -> requireText(signal, MAX_NAME));
            requireCount(outputBytes);
            requireCount(errorBytes);
            requireCount(inputBytes);
            requireHash(outputSha256);
            requireHash(errorSha256);
        }
    }

    /** A file operation seen on an SFTP channel: operation name, path, and what else is known. */
    record FileOperation(int channel, String operation, String path, String detail) implements Frame {
        public FileOperation {
            requireChannel(channel);
            requireText(operation, MAX_NAME);
            requireText(path, MAX_PATH);
            requireText(detail, MAX_PATH);
        }
    }

    /** A line Sallyport itself showed to the engineer, or a decision worth keeping (a gate that said no). */
    record Notice(String text) implements Frame {
        public Notice {
            requireText(text, MAX_TEXT);
        }
    }

    /**
     * Content delivered but not kept: how many bytes, and the SHA-256 of all that was delivered on this stream of the channel up
     * to and including them.
     */
    record Elided(int channel, Stream stream, long bytes, Bytes sha256) implements Frame {
        public Elided {
            requireChannel(channel);
            requireCount(bytes);
            requireHash(sha256);
        }
    }

    /** Which stream of a channel. The codes are stored: never changed, never reused. */
    enum Stream {
        OUTPUT(0), ERROR(1);

        private final int code;

        Stream(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Optional<Stream> ofCode(int code) {
            return Arrays.stream(values()).filter(stream -> stream.code == code).findAny();
        }
    }

    /** An environment variable the engineer asked for and got. */
    record Environment(String name, String value) implements Frame {
        public Environment {
            requireText(name, MAX_NAME);
            requireText(value, MAX_TEXT);
        }
    }

    /** An admitted hole: something happened that is not in the recording, and why. */
    record Gap(String reason) implements Frame {
        public Gap {
            requireText(reason, MAX_TEXT);
        }
    }

    /** The end of the session; the last frame of a whole recording, written by the recorder. */
    record End(EndReason reason, String detail) implements Frame {
        public End {
            requireText(detail, MAX_TEXT);
        }
    }

    private static void requireChannel(int channel) {
        if (channel < 0 || channel > MAX_CHANNEL) {
            throw new IllegalArgumentException("channel " + channel + " is out of range");
        }
    }

    private static void requireCount(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a negative count");
        }
    }

    private static void requireHash(Bytes hash) {
        if (hash.length() != 32) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + hash.length());
        }
    }

    private static void requireText(String text, int max) {
        if (text.length() > max || text.getBytes(StandardCharsets.UTF_8).length > max) {
            throw new IllegalArgumentException("a text longer than " + max + " bytes");
        }
    }
}
