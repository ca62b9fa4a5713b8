package io.sallyport.evidence.cli;

import io.sallyport.evidence.log.JournalException;
import io.sallyport.evidence.log.JournalVerifier;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.evidence.recording.RecordingVerifier;
import io.sallyport.evidence.recording.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** {@code verify}: proves offline that recordings and a journal are whole. */
public final class VerifyMain {
    /** Exit codes: everything whole, something is not, wrong usage. */
    static final int WHOLE = 0;
    static final int NOT_WHOLE = 1;
    static final int USAGE = 2;

    private static final long LONG_FILE = 32L * 1024 * 1024;
    private static final String HELP = """
            Proves that a recording or a journal is whole: form, hash chain, signatures, end.

            usage: verify FILE... [--key HEX] [--json]
                   verify --journal DIR [--journal-key HEX] [--json]

              --key HEX           the agent's recording key (64 hexadecimal digits): refuse recordings of any other key.
                                  Without it a recording is checked against the key it names itself.
              --journal DIR       check a journal: every entry, the tree, and the last signed checkpoint
              --journal-key HEX   the journal's key; without it, the key the journal names itself
              --json              one JSON object a line
              --help              this text

            Exit code 0: all whole. 1: something is unfinished or damaged (the text names the chunk or the entry), or
            cannot be read. 2: wrong usage.

            Examples:
              verify s-abc.rec
              verify --key 0f3a...77 recordings/*.rec --json
              verify --journal state/journal --journal-key 91be...02
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean showProgress;
    private final List<Path> files = new ArrayList<>();
    private Optional<Path> journal = Optional.empty();
    private Optional<String> key = Optional.empty();
    private Optional<String> journalKey = Optional.empty();
    private boolean json;

    VerifyMain(PrintStream out, PrintStream err, boolean showProgress) {
        this.out = out;
        this.err = err;
        this.showProgress = showProgress;
    }

    public static void main(String[] args) {
        int code = new VerifyMain(System.out, System.err, Terminal.isThere()).run(args);
        System.out.flush();
        System.exit(code);
    }

    int run(String... args) {
        try {
            if (!parse(new Arguments(args))) {
                out.print(HELP);
                return WHOLE;
            }
        } catch (Arguments.WrongUsage wrong) {
            err.println("verify: " + wrong.getMessage());
            err.println(
                    "usage: verify FILE... [--key HEX] [--journal DIR [--journal-key HEX]] [--json]   (--help says more)");
            return USAGE;
        }
        int code = WHOLE;
        for (Path file : files) {
            code = Math.max(code, recording(file));
        }
        if (journal.isPresent()) {
            code = Math.max(code, journal(journal.get()));
        }
        return code;
    }

    /** False: help was asked for. */
    private boolean parse(Arguments args) throws Arguments.WrongUsage {
        while (!args.isEmpty()) {
            String word = args.next();
            switch (word) {
                case "--help", "-h" -> {
                    return false;
                }
                case "--json" -> json = true;
                case "--key" -> key = Optional.of(key(args.value(word), word));
                case "--journal-key" -> journalKey = Optional.of(key(args.value(word), word));
                case "--journal" -> journal = Optional.of(Path.of(args.value(word)));
                case "--" -> args.rest().forEach(file -> files.add(Path.of(file)));
                default -> {
                    if (word.startsWith("-")) {
                        throw new Arguments.WrongUsage("unknown option " + word);
                    }
                    files.add(Path.of(word));
                }
            }
        }
        if (files.isEmpty() && journal.isEmpty()) {
            throw new Arguments.WrongUsage("name a recording, or a journal with --journal");
        }
        if (journalKey.isPresent() && journal.isEmpty()) {
            throw new Arguments.WrongUsage("--journal-key needs --journal");
        }
        return true;
    }

    private static String key(String hex, String option) throws Arguments.WrongUsage {
        if (!hex.matches("[0-9a-fA-F]{64}")) {
            throw new Arguments.WrongUsage(option + " wants 64 hexadecimal digits");
        }
        return hex;
    }

    private int recording(Path file) {
        Verdict verdict;
        try {
            long size = Files.size(file);
            verdict = RecordingVerifier.verify(file, key, size >= LONG_FILE ? progress(file, size) : _ -> {
            });
        } catch (RecordingException | IOException failed) {
            return unreadable(file, failed);
        }
        out.println(json ? Report.json(file, verdict) : Report.text(file, verdict, key.isPresent()));
        return switch (verdict) {
            case Verdict.Whole _ -> WHOLE;
            case Verdict.Unfinished _,Verdict.Damaged _ -> NOT_WHOLE;
        };
    }

    private int journal(Path dir) {
        JournalVerifier.Outcome outcome;
        try {
            outcome = JournalVerifier.verify(dir, journalKey);
        } catch (JournalException failed) {
            return unreadable(dir, failed);
        }
        out.println(json ? Report.json(dir, outcome) : Report.text(dir, outcome, journalKey.isPresent()));
        return switch (outcome) {
            case JournalVerifier.Outcome.Whole _ -> WHOLE;
            case JournalVerifier.Outcome.Damaged _ -> NOT_WHOLE;
        };
    }

    private int unreadable(Path path, Exception failed) {
        String why = Report.why(failed);
        if (json) {
            out.println(Report.unreadable(path, why));
        } else {
            err.println("verify: " + path + " cannot be read: " + why);
        }
        return NOT_WHOLE;
    }

    private LongConsumer progress(Path file, long size) {
        long[] shown = {-1};
        return read -> {
            long percent = read * 100 / Math.max(1, size);
            if (showProgress && percent != shown[0]) {
                shown[0] = percent;
                err.print(percent < 100 ? "\r" + file.getFileName() + ": " + percent + " % " : "\r\u001b[K");
                err.flush();
            }
        };
    }
}
