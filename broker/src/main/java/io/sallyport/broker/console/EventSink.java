package io.sallyport.broker.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events (HTML standard, section 9.2). One thread writes. */
final class EventSink {
    private final OutputStream out;

    EventSink(OutputStream out) {
        this.out = out;
    }

    /**
     * Sends one event and returns when the connection has taken it.
     *
     * @param id what a reconnecting reader says it saw last
     * @param name without line ends: ours, never foreign
     * @param data may have lines
     */
    void send(long id, String name, String data) throws IOException {
        StringBuilder text = new StringBuilder(data.length() + 64);
        text.append("id: ").append(id).append("\nevent: ").append(name).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        write(text.append('\n').toString());
    }

    /** Keeps the connection warm and finds out whether the reader is still there. */
    void beat() throws IOException {
        write(": still here\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
