package io.sallyport.bench;

import io.sallyport.certsdev.Demo;
import io.sallyport.certsdev.DemoFolder;
import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** {@code bench/compare}: stock sshd, a second one as jump host, and Sallyport, side by side in one run, recording on. */
public final class CompareMain {
    private static final int ROUNDS = 9;
    /** Ten engineers; the first is the one whose single sessions are measured. */
    private static final List<Scenario.Someone> CREW = IntStream.range(0, 10)
            .mapToObj(i -> i == 0
                    ? Scenario.ENGINEER
                    : new Scenario.Someone("engineer-" + i, "engineer", "eng-" + i, "Engineer " + i, "acme",
                            "acme/ops"))
            .toList();

    private CompareMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> wanted = List.of(arguments);
        if (wanted.contains("--help")) {
            System.out.println(
                    """
                    usage: bench/compare [connect] [keys] [bulk] [memory]
                    Without a name: all four. Starts two sshds and the demo on loopback and ends them again.""");
            return;
        }
        Path root = Files.createTempDirectory("sallyport-bench-");
        Path home = Path.of(System.getProperty("sallyport.home", ".")).toAbsolutePath().normalize();
        String login = System.getProperty("user.name");
        Demo demo = new Demo(home, new DemoFolder(root.resolve("demo")), scenario(login), System::nanoTime,
                new SecureRandom());
        Path key = demo.folder().key("engineer");
        try (demo; Sshds sshds = new Sshds(root.resolve("sshd"), key, login, System::nanoTime)) {
            demo.start(DemoPorts.ANY);
            List<SshPath> paths = new ArrayList<>(sshds.start());
            List<SshPath> crew = new ArrayList<>();
            for (Scenario.Someone engineer : CREW) {
                crew.add(sallyport(demo, engineer));
            }
            paths.add(crew.getFirst());
            header();
            if (wanted.isEmpty() || wanted.contains("connect")) {
                new ConnectBench(paths, ROUNDS + 6, System::nanoTime, System.out::println).run();
            }
            if (wanted.isEmpty() || wanted.contains("keys")) {
                new KeystrokeBench(paths, ROUNDS, System::nanoTime, System.out::println).run();
            }
            if (wanted.isEmpty() || wanted.contains("bulk")) {
                new BulkBench(paths, 7, root, System::nanoTime, System.out::println).run();
            }
            if (wanted.isEmpty() || wanted.contains("memory")) {
                new MemoryBench(paths, crew, 100, System.out::println).run();
            }
        } finally {
            Demo.remove(root);
        }
    }

    private static Scenario scenario(String login) {
        List<Scenario.Someone> people = new ArrayList<>(CREW);
        people.add(Scenario.APPROVER);
        people.add(Scenario.AUDITOR);
        return new Scenario(people, List.of(login), """
                format: sallyport-policy/1
                allow:
                  - id: bench
                    title: For measurements
                    who: { group: acme/ops }
                    where: { env: prod }
                    login: %s
                    max: 8h
                    approval: { automatic: Measurements need no approval }
                    rights: { shell: true, pty: true, exec: any, sftp: read-write }
                """.formatted(login));
    }

    private static SshPath sallyport(Demo demo, Scenario.Someone engineer) throws IOException {
        Path config = demo.folder().sshConfig(engineer.folder());
        Files.writeString(config, Sshds.PINNED, StandardOpenOption.APPEND);
        SshPath path = new SshPath("S", config, "demo-host",
                List.of(new SshPath.Server("agent", demo.program("agent").pid()),
                        new SshPath.Server("broker", demo.program("broker").pid())));
        var asked = path.ssh(java.time.Duration.ofSeconds(30)).ssh("gw", "request", "demo-host", "--as",
                demo.login(), "--for", "8h", "--reason", "bench");
        if (asked.exit() != 0) {
            throw new IOException("no grant: " + asked.said());
        }
        return path;
    }

    private static void header() throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg")).strip();
        System.out.printf(Locale.ROOT,
                "%d cores, load %s, Java %s, KEX curve25519-sha256, cipher aes128-gcm, recording on%n",
                Runtime.getRuntime().availableProcessors(), load, Runtime.version());
        System.out.println(
                "D = sshd direct, J = ssh -J through a second sshd, S = Sallyport; medians; interleaved");
    }
}
