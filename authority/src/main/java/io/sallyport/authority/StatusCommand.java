package io.sallyport.authority;

import io.sallyport.wire.signing.AuthorityClient;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", mixinStandardHelpOptions = true, description = "Says whether an authority is running, and whether it is sealed (exit code 1).", footer = {
        "", "Example:", "  sallyport authority status --dir authority"})
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Folder of the authority.")
    private Path dir = Path.of(".");

    private final Commands commands;

    StatusCommand(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() {
        SigningAnswer answer = new AuthorityClient(new AuthorityFolder(dir).socket())
                .ask(new SigningRequest.Status());
        int shown = commands.show(answer);
        return answer instanceof SigningAnswer.Standing(boolean sealed, _) && sealed
                ? ExitCode.REFUSED
                : shown;
    }
}
