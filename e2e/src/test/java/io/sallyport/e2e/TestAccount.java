package io.sallyport.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The account of this machine that sessions of the tests log in to: a throw-away one when run as root (so that dropped privileges
 * can be seen), else the one that runs the tests.
 *
 * @param login its name
 * @param home its home folder
 * @param throwAway made by us, removed when the last test of this process is over
 */
record TestAccount(String login, Path home, boolean throwAway) {
    /** Of this process, so that the tests of another checkout can run at the same time. */
    private static final String NAME = "sallyport-e2e-" + ProcessHandle.current().pid();

    static synchronized TestAccount make() throws IOException {
        String self = System.getProperty("user.name");
        if (!self.equals("root")) {
            return new TestAccount(self, Path.of(System.getProperty("user.home")), false);
        }
        Path home = Path.of("/home", NAME);
        if (!Files.exists(home)) {
            run(List.of("useradd", "--create-home", "--shell", "/bin/bash", NAME));
            // Several worlds of one test run share the account; it goes when all of them are gone.
            Runtime.getRuntime().addShutdownHook(new Thread(TestAccount::remove));
        }
        return new TestAccount(NAME, home, true);
    }

    private static void run(List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void remove() {
        try {
            run(List.of("userdel", "--force", "--remove", NAME));
        } catch (IOException e) {
            System.err.println("could not remove the account " + NAME + ": " + e.getMessage());
        }
    }
}
