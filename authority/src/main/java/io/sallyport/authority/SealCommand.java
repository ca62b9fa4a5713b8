package io.sallyport.authority;

import io.sallyport.wire.signing.AuthorityClient;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "seal", mixinStandardHelpOptions = true, description = "Makes the CA keys of a running authority unusable until it is unsealed.", footer = {
        "", "Example:", "  sallyport authority seal --dir authority"})
final class SealCommand implements Callable<Integer> {
    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Folder of the authority.")
    private Path dir = Path.of(".");

    private final Commands commands;

    SealCommand(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() {
        SigningAnswer answer = new AuthorityClient(new AuthorityFolder(dir).socket())
                .ask(new SigningRequest.Seal());
        return commands.show(answer);
    }
}
