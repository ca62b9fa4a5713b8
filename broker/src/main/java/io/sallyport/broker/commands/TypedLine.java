package io.sallyport.broker.commands;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One line that somebody types. With a terminal the client's own is in raw mode, so what is typed is shown, and taken back, here; without
 * one the client does that itself.
 */
final class TypedLine {
    /** Characters; no answer that is asked for is longer. */
    static final int MOST = 128;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;

    private TypedLine() {}

    /**
     * Asks and reads, without the end of the line.
     *
     * @throws EOFException whoever was asked has left, or pressed Ctrl-C or Ctrl-D
     */
    static String read(Screen screen, String prompt) throws IOException {
        OutputStream out = screen.out();
        InputStream in = screen.in();
        write(out, prompt);
        StringBuilder line = new StringBuilder();
        for (int key = in.read(); key != '\r' && key != '\n'; key = in.read()) {
            if (key < 0 || key == CTRL_C || key == CTRL_D) {
                write(out, "\n");
                throw new EOFException("no answer");
            }
            if (key == BACKSPACE || key == DELETE) {
                if (!line.isEmpty()) {
                    line.setLength(line.length() - 1);
                    echo(screen, "\b \b");
                }
            } else if (key >= ' ' && key < DELETE && line.length() < MOST) {
                line.append((char) key);
                echo(screen, String.valueOf((char) key));
            }
        }
        echo(screen, "\n");
        return line.toString();
    }

    private static void echo(Screen screen, String text) throws IOException {
        if (screen.terminal()) {
            write(screen.out(), text);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
