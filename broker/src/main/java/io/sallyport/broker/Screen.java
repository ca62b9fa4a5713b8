package io.sallyport.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether a person watches what this process prints. The console of the JDK knows only of standard input and output together.
 *
 * @param colour standard output is a terminal whose owner did not ask for plain text (no-color.org)
 * @param progress standard error is a terminal
 */
record Screen(boolean colour, boolean progress) {
    static final Screen NONE = new Screen(false, false);

    static Screen ofProcess(Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Screen(terminal(1) && !plain, terminal(2));
    }

    /** Of Linux: what a file descriptor is open on (proc(5)). Elsewhere no. */
    private static boolean terminal(int descriptor) {
        try {
            String name = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
