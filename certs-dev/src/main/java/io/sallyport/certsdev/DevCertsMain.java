package io.sallyport.certsdev;

import io.sallyport.wire.text.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./sallyport certs-dev}: throw-away SSH keys for people, for trying things out. Never for production. */
@Command(name = "certs-dev", mixinStandardHelpOptions = true, description = "Writes throw-away SSH keys for the named people into a folder under target/.", footer = {
        "", "Example:", "  ./sallyport certs-dev --dir target/keys eva ada otto"})
public final class DevCertsMain implements Callable<Integer> {
    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "target/dev-keys", description = "a folder below one called target (default: ${DEFAULT-VALUE})")
    private Path dir = Path.of("target/dev-keys");

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "whom to make a key for: a-z, 0-9 and -")
    private List<String> names = List.of();

    public static void main(String[] arguments) {
        Logging.install();
        System.exit(new CommandLine(new DevCertsMain()).execute(arguments));
    }

    @Override
    public Integer call() {
        Path folder = dir.toAbsolutePath().normalize();
        boolean underTarget = false;
        for (Path part : folder) {
            underTarget |= part.toString().equals("target");
        }
        if (!underTarget || !names.stream().allMatch(name -> name.matches("[a-z0-9-]{1,32}"))) {
            System.err.println(
                    "certs-dev: writes below a folder called target only, so that no key is committed; names are a-z, 0-9 and -");
            return CommandLine.ExitCode.USAGE;
        }
        Files600.folder(folder);
        SecureRandom random = new SecureRandom();
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                System.err.println("certs-dev: " + file + " is there already and was left as it is");
            } else {
                System.out.println(DevKeys.makePerson(file, name, random));
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
