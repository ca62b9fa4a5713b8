package io.sallyport.agent.ssh;

import io.sallyport.agent.gate.LiveSession;
import io.sallyport.agent.record.SftpTap;
import io.sallyport.evidence.recording.ChannelTape;
import io.sallyport.evidence.recording.Frame;
import java.util.Optional;

/** Records what is done to files on an SFTP channel; content is counted, not kept. For one thread. */
final class FileRequests implements InputWitness {

    /** Characters kept of a path: four times what Linux admits, and small enough for a frame even when every byte was not UTF-8. */
    private static final int PATH = 8 * 1024;

    private final ChannelTape tape;
    private final LiveSession live;
    private final int channel;
    private final SftpTap tap = new SftpTap();

    FileRequests(ChannelTape tape, LiveSession live, int channel) {
        this.tape = tape;
        this.live = live;
        this.channel = channel;
    }

    @Override
    public void seen(byte[] bytes) {
        tape.input(bytes.length, Optional.empty());
        tap.accept(bytes, 0, bytes.length, done -> live.record(
                new Frame.FileOperation(channel, done.name(), cut(done.path()), cut(done.detail()))));
    }

    private static String cut(String text) {
        return text.length() > PATH ? text.substring(0, PATH) : text;
    }
}
