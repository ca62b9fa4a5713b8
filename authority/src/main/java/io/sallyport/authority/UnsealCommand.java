package io.sallyport.authority;

import io.sallyport.wire.Secret;
import io.sallyport.wire.signing.AuthorityClient;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "unseal", mixinStandardHelpOptions = true, description = "Makes the CA keys of a running authority usable.", footer = {
        "", "Example:", "  sallyport authority unseal --dir authority"})
final class UnsealCommand implements Callable<Integer> {
    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Folder of the authority.")
    private Path dir = Path.of(".");

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "File with the passphrase, mode 0600.")
    private @Nullable Path passphraseFile;

    private final Commands commands;

    UnsealCommand(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() throws IOException {
        Secret passphrase = commands.passphrase(passphraseFile, "Passphrase: ");
        SigningAnswer answer = new AuthorityClient(new AuthorityFolder(dir).socket())
                .ask(new SigningRequest.Unseal(passphrase));
        passphrase.wipe();
        return commands.show(answer);
    }
}
