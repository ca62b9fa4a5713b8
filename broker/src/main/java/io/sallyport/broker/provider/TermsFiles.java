package io.sallyport.broker.provider;

import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the terms come from, and where every version that was ever in force is kept. */
public final class TermsFiles {
    /** Bytes of one text. */
    public static final int MOST_BYTES = 64 * 1024;
    static final String TERMS = """
            You work on systems of this company for your employer, who has a contract with it.

            Use the access you are granted for the work that was agreed, and for nothing else.
            Your key and your second factor are yours alone: give them to nobody, and say at once when one is lost.
            What you learn here is confidential.
            """;
    static final String NOTICE = """
            Every session is recorded from its first to its last byte: what you type where it is echoed, what is shown,
            which commands run and which files are carried over. People of this company may watch while you work and replay
            it later; each time they do is written down.
            """;

    private TermsFiles() {}

    /**
     * The texts in force, kept in {@code folder} under their hashes.
     *
     * @param terms file of the terms; empty: those that come with the program
     * @param notice file of the notice; empty: likewise
     * @throws IOException a file can't be read, is empty or too large, or can't be kept
     */
    public static Terms load(Optional<Path> terms, Optional<Path> notice, Path folder) throws IOException {
        Terms now = new Terms(text(terms, TERMS), text(notice, NOTICE));
        keep(folder, now.termsHash(), now.terms());
        keep(folder, now.noticeHash(), now.notice());
        return now;
    }

    private static String text(Optional<Path> file, String otherwise) throws IOException {
        if (file.isEmpty()) {
            return otherwise;
        }
        String text = new String(OwnFiles.read(file.get(), MOST_BYTES), StandardCharsets.UTF_8);
        if (text.isBlank()) {
            throw new IOException(file.get() + " is empty");
        }
        return text;
    }

    private static void keep(Path folder, String hash, String text) throws IOException {
        Path file = folder.resolve(hash + ".txt");
        if (!Files.exists(file)) {
            OwnFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
