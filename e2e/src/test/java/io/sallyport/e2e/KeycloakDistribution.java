package io.sallyport.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The real Keycloak, unpacked and built for our options: once for each version and set of options, kept in the user's cache
 * folder, because both take longer than to start it. Several test runs may ask at the same time.
 *
 * @param home the unpacked and built distribution
 */
record KeycloakDistribution(Path home) {
    private static final List<String> BUILD = List.of("build", "--db=dev-mem", "--health-enabled=true");
    // One compiler and one collector: a third of the processor time of the stock options, and this one
    // is
    // never asked much.
    private static final String JVM = "-Xms64m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MetaspaceSize=96M"
            + " -Dfile.encoding=UTF-8";

    /** Blocks for about 20 s of processor time when it is not in the cache. */
    static KeycloakDistribution of(Path zip) throws IOException {
        String name = zip.getFileName().toString().replace(".zip", "") + "-" + digest(BUILD + JVM);
        Path cache = Files.createDirectories(cache());
        Path home = cache.resolve(name);
        try (FileChannel channel = FileChannel.open(cache.resolve(name + ".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            if (!Files.exists(home)) {
                make(zip, home);
            }
        }
        return new KeycloakDistribution(home);
    }

    private static void make(Path zip, Path home) throws IOException {
        Path unfinished = Files.createTempDirectory(home.getParent(), "unfinished-");
        unpack(zip, unfinished);
        Path log = unfinished.resolve("build.log");
        Process build = new KeycloakDistribution(unfinished).process(BUILD, Map.of(), log).start();
        try {
            if (build.waitFor() != 0) {
                throw new IOException("Keycloak could not be built: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            build.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A run of its own start script, which hands our SIGTERM on to the JVM it starts. */
    ProcessBuilder process(List<String> arguments, Map<String, String> environment, Path log) {
        // Tests that run meanwhile go first.
        List<String> command = new ArrayList<>(
                List.of("nice", "-n", "5", "sh", home.resolve("bin/kc.sh").toString()));
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(
                true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("JAVA_OPTS", JVM);
        process.environment().putAll(environment);
        return process;
    }

    // The zip holds one folder, whose name is of no interest.
    private static void unpack(Path zip, Path into) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file, StandardCharsets.UTF_8)) {
            ZipEntry entry;
            while ((entry = entries.getNextEntry()) != null) {
                String inside = entry.getName().substring(entry.getName().indexOf('/') + 1);
                Path target = into.resolve(inside).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("an entry of " + zip + " leads elsewhere");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                }
            }
        }
    }

    private static Path cache() {
        String set = System.getenv("XDG_CACHE_HOME");
        Path base = set == null || set.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(set);
        return base.resolve("sallyport/keycloak");
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
