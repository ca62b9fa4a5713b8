package io.sallyport.authority;

import io.sallyport.wire.Limits;
import io.sallyport.wire.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "run", mixinStandardHelpOptions = true, description = "Listens for the broker. Without a passphrase it starts sealed, and 'unseal' opens it.", footer = {
        "", "Examples:", "  sallyport authority run --dir authority",
        "  sallyport authority run --dir authority --passphrase-file /root/passphrase",
        "  sallyport authority run --dir authority --credential passphrase   (systemd LoadCredential=)"})
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(RunCommand.class.getName());

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Folder of the authority, mode 0700.")
    private Path dir = Path.of(".");

    @ArgGroup
    private @Nullable Source source;

    @Option(names = "--rate", paramLabel = "N", description = "Certificates per minute (${DEFAULT-VALUE}).")
    private int rate = Limits.ISSUED_PER_MINUTE;

    @Option(names = "--burst", paramLabel = "N", description = "Certificates at once (${DEFAULT-VALUE}).")
    private int burst = Limits.ISSUED_BURST;

    /** At most one of them. */
    static final class Source {
        @Option(names = "--passphrase-file", paramLabel = "FILE", description = "File with the passphrase, mode 0600.")
        private @Nullable Path file;

        @Option(names = "--credential", paramLabel = "NAME", description = "Systemd credential with the passphrase.")
        private @Nullable String credential;

        private Optional<Secret> read(Passphrases passphrases) throws IOException {
            if (file != null) {
                return Optional.of(Passphrases.fromFile(file));
            }
            return credential == null
                    ? Optional.empty()
                    : Optional.of(passphrases.fromCredential(credential));
        }
    }

    private final Commands commands;

    RunCommand(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() throws IOException, WrongPassphraseException, InterruptedException {
        if (rate < 1 || burst < 1) {
            throw new IOException("--rate and --burst begin with 1");
        }
        Optional<Secret> passphrase = source == null ? Optional.empty() : source.read(commands.passphrases());
        Authority authority = Authority.start(new AuthorityFolder(dir), new Rates(rate, burst), passphrase,
                commands.around());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(authority), "authority-shutdown"));
        commands.out().println("authority: listening" + (passphrase.isEmpty() ? " (sealed)" : ""));
        commands.out().flush();
        // The process serves until a signal ends it; the shutdown hook then tidies up.
        new CountDownLatch(1).await();
        return ExitCode.DONE;
    }

    private static void close(Authority authority) {
        try {
            authority.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the authority could not be closed tidily", e);
        }
    }
}
