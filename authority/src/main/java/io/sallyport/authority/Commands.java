package io.sallyport.authority;

import io.sallyport.wire.Secret;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningRefusal;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Makes the subcommands and gives each what it needs. */
record Commands(Passphrases passphrases, Authority.Surroundings around, PrintStream out, PrintStream err)
        implements
            CommandLine.IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        List<Object> commands = List.of(new InitCommand(this), new RunCommand(this), new UnsealCommand(this),
                new SealCommand(this), new StatusCommand(this));
        for (Object command : commands) {
            if (type.isInstance(command)) {
                return type.cast(command);
            }
        }
        return CommandLine.defaultFactory().create(type);
    }

    /** From the file if one is named, else from the person. @throws IOException neither is there */
    Secret passphrase(@Nullable Path file, String question) throws IOException {
        if (file != null) {
            return Passphrases.fromFile(file);
        }
        Optional<Secret> typed = passphrases.ask(question);
        return typed.orElseThrow(
                () -> new IOException("no terminal to ask for the passphrase; use --passphrase-file"));
    }

    /** Prints what the authority answered to a question about itself, and gives the exit code. */
    int show(SigningAnswer answer) {
        return switch (answer) {
            case SigningAnswer.Standing(boolean sealed, boolean demo) -> {
                out.println(
                        "authority: " + (sealed ? "sealed" : "unsealed") + (demo ? " (demonstration)" : ""));
                yield ExitCode.DONE;
            }
            case SigningAnswer.Refused(SigningRefusal reason, String text) -> {
                err.println("authority: " + Sanitize.terminal(text));
                yield reason == SigningRefusal.RATE ? ExitCode.TRY_LATER : ExitCode.REFUSED;
            }
            case SigningAnswer.Trust _,SigningAnswer.Issued _ -> {
                err.println("authority: the answer is not one to this question");
                yield ExitCode.TRY_LATER;
            }
        };
    }
}
