package io.sallyport.policies.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Texts that wait to be printed, in a file without a name: whatever becomes of this process, nothing about people stays behind in a
 * temporary folder.
 */
final class Waiting implements AutoCloseable {
    private final FileChannel file;
    private final Writer writer;
    private boolean empty = true;

    Waiting() throws IOException {
        Path path = Files.createTempFile("sallyport-diff-", ".tmp"); // mode 0600
        try {
            this.file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(path);
        }
        this.writer = new BufferedWriter(Channels.newWriter(file, StandardCharsets.UTF_8));
    }

    /** A text ends with a line end, or is one of those that commas separate. */
    void add(String text) throws IOException {
        if (!empty && !text.endsWith("\n")) {
            writer.write(',');
        }
        writer.write(text);
        empty = false;
    }

    /** Prints {@code before} and then all texts. */
    void copy(PrintWriter out, String before) {
        try {
            writer.flush();
            out.print(before);
            file.position(0);
            Reader reader = new InputStreamReader(Channels.newInputStream(file), StandardCharsets.UTF_8);
            reader.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("differences can't be read back", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
