package io.sallyport.evidence.recording;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the recorded content of each channel against the totals its end states. A difference means that the recorder
 * itself lost or doubled something, which no hash chain can show. For one thread.
 */
final class ChannelLedger {
    /** More channels at once than any session may have; bounds the memory a hostile recording can take. */
    private static final int MAX_OPEN = 1024;

    private final Map<Integer, Tally> open = new HashMap<>();

    void see(Frame frame) {
        switch (frame) {
            case Frame.ChannelOpened(int channel, Frame.Kind kind, boolean _, String _) -> {
                if (open.size() >= MAX_OPEN || open.containsKey(channel)) {
                    throw new Malformed("channel " + channel + " is opened twice, or too many are open");
                }
                // Of file transfers and forwards the events may stand in the recording without the content.
                open.put(channel, new Tally(kind == Frame.Kind.SHELL || kind == Frame.Kind.EXEC));
            }
            case Frame.Output(int channel, Bytes bytes) -> tally(channel).output.content(bytes);
            case Frame.ErrorOutput(int channel, Bytes bytes) -> tally(channel).error.content(bytes);
            case Frame.Elided(int channel, Frame.Stream stream, long bytes, Bytes _) -> {
                Tally tally = tally(channel);
                (stream == Frame.Stream.OUTPUT ? tally.output : tally.error).elided(bytes);
            }
            case Frame.ChannelClosed closed -> close(closed);
            case Frame.Gap _ -> open.values().forEach(tally -> tally.complete = false);
            case Frame.Input _,Frame.Resize _,Frame.FileOperation _,Frame.Notice _,Frame.Environment _,Frame.End _ ->
                {
                }
        }
    }

    private Tally tally(int channel) {
        Tally tally = open.get(channel);
        if (tally == null) {
            throw new Malformed("a frame of channel " + channel + ", which is not open");
        }
        return tally;
    }

    private void close(Frame.ChannelClosed closed) {
        Tally tally = tally(closed.channel());
        open.remove(closed.channel());
        if (!tally.complete) {
            return;
        }
        if (!tally.output.agrees(closed.outputBytes(), closed.outputSha256())
                || !tally.error.agrees(closed.errorBytes(), closed.errorSha256())) {
            throw new Malformed(
                    "channel " + closed.channel()
                            + " says at its end that it carried something else than what is recorded");
        }
    }

    private static final class Tally {
        final Flow output = new Flow();
        final Flow error = new Flow();
        boolean complete;

        Tally(boolean complete) {
            this.complete = complete;
        }
    }

    private static final class Flow {
        /** Null once a part was elided: the hash of the whole cannot be known from here on. */
        private @Nullable MessageDigest digest = Format.sha256();
        private long bytes;

        void content(Bytes content) {
            bytes += content.length();
            if (digest != null) {
                content.updateInto(digest);
            }
        }

        void elided(long count) {
            bytes += count;
            digest = null;
        }

        boolean agrees(long stated, Bytes hash) {
            return bytes == stated && (digest == null || Bytes.owned(digest.digest()).equals(hash));
        }
    }
}
