package io.sallyport.agent.gate;

import io.sallyport.agent.host.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds programs by name the way a shell of root would, so that a login's own folders cannot stand in for them. */
final class HostPrograms {

    private static final List<String> FOLDERS = List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin",
            "/usr/bin", "/sbin", "/bin");

    /** @param words of a command line that the grant has */
    ChannelVerdict run(List<String> words) {
        Optional<String> program = find(words.getFirst());
        if (program.isEmpty()) {
            return new ChannelVerdict.Refused("The target has no such program in its system folders.");
        }
        List<String> argv = new ArrayList<>(words);
        argv.set(0, program.get());
        return new ChannelVerdict.Allowed(new Command.Program(argv));
    }

    private static Optional<String> find(String name) {
        if (name.indexOf('/') >= 0) {
            return name.startsWith("/") ? Optional.of(name) : Optional.empty();
        }
        return FOLDERS.stream().map(folder -> Path.of(folder, name)).filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
