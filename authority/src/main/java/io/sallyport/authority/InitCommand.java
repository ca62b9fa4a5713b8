package io.sallyport.authority;

import io.sallyport.authority.keys.CaKeys;
import io.sallyport.authority.keys.KeyFile;
import io.sallyport.evidence.log.LogKey;
import io.sallyport.wire.Limits;
import io.sallyport.wire.Secret;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "init", mixinStandardHelpOptions = true, description = "Makes new CA keys and seals them.", footer = {
        "", "Examples:", "  sallyport authority init --dir authority",
        "  sallyport authority init --dir authority --passphrase-file /root/passphrase"})
final class InitCommand implements Callable<Integer> {
    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Folder of the authority, mode 0700.")
    private Path dir = Path.of(".");

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "File with the passphrase, mode 0600.")
    private @Nullable Path passphraseFile;

    @Option(names = "--demo", description = "Keys for a demonstration: whatever they sign is marked so.")
    private boolean demo;

    private final Commands commands;

    InitCommand(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() throws IOException {
        AuthorityFolder folder = new AuthorityFolder(dir);
        OwnFiles.requireFolder(dir);
        if (Files.exists(folder.keys())) {
            throw new IOException(folder.keys() + " is already there; keys are never overwritten");
        }
        Secret passphrase = commands.passphrase(passphraseFile, "New passphrase: ");
        requireGood(passphrase);
        var random = commands.around().random();
        CaKeys keys = CaKeys.generate(random, demo);
        KeyFile.seal(keys, passphrase, random).write(folder.keys());
        passphrase.wipe();
        LogKey journal = LogKey.loadOrCreate(folder.journalKey(), random);
        commands.out().println("authority: keys made" + (demo ? " for a demonstration" : ""));
        commands.out().println("  user CA     " + keys.user().publicKey().fingerprint());
        commands.out().println("  host CA     " + keys.host().publicKey().fingerprint());
        commands.out().println("  journal key " + journal.publicHex());
        return ExitCode.DONE;
    }

    private void requireGood(Secret passphrase) throws IOException {
        int characters = new String(passphrase.bytes(), StandardCharsets.UTF_8).length();
        if (!demo && characters < Limits.PASSPHRASE_SHORTEST) {
            throw new IOException(
                    "a passphrase of at least " + Limits.PASSPHRASE_SHORTEST + " characters is wanted");
        }
        if (passphraseFile == null && !passphrase.equals(commands.passphrase(null, "The same again: "))) {
            throw new IOException("the two passphrases differ");
        }
    }
}
