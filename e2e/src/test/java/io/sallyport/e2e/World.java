package io.sallyport.e2e;

import io.sallyport.certsdev.Demo;
import io.sallyport.certsdev.DemoFolder;
import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.Scenario;
import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A whole Sallyport in processes of its own, with several people and, when run as root, an unprivileged account of this machine to
 * work as. Made once for all test classes that share it; a class that breaks things makes its own. A world lives for minutes, so its
 * programs have one compiler; {@link DemoStoryIT} runs them as the launcher does.
 */
final class World implements AutoCloseable {
    /** Gets grants without a person's yes; for tests about what a session does. */
    static final Someone EMIL = new Someone("emil", "engineer", "emil", "Emil Engineer", "acme",
            "acme/staging");
    /** Like Emil; many hands for many sessions, because one person's are limited. */
    static final List<Someone> CREW = Stream.of("edda", "eike", "elio", "enno")
            .map(name -> new Someone(name, "engineer", name, "Crew " + name, "acme", "acme/staging"))
            .toList();
    /** Needs a yes. */
    static final Someone EVA = Scenario.ENGINEER;
    /** Another provider's engineer; needs a yes. */
    static final Someone GITA = new Someone("gita", "engineer", "gita", "Gita Globex", "globex",
            "globex/dba");
    /** Needs a yes; in the shared world for one class only, which gives short grants and runs beside the others. */
    static final Someone ERIK = new Someone("erik", "engineer", "erik", "Erik Engineer", "acme", "acme/ops");
    static final Someone ADA = Scenario.APPROVER;
    static final Someone BOB = new Someone("bob", "approver", "bob", "Bob Approver", "example", "ops-owners");
    static final Someone OTTO = Scenario.AUDITOR;
    static final Someone INES = new Someone("ines", "administrator", "ines", "Ines Administrator", "example",
            "audit");

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int JSON_LIMIT = 4 << 20;

    private final Demo demo;
    private final TestAccount account;

    private World(Demo demo, TestAccount account) {
        this.demo = demo;
        this.account = account;
    }

    static World start() {
        try {
            TestAccount account = TestAccount.make();
            Path root = Files.createTempDirectory("sallyport-e2e-");
            // The unprivileged account must be able to reach files that tests lend it, never those of the
            // programs.
            Demo demo = new Demo(home(), new DemoFolder(root), scenario(account.login()),
                    List.of(Program.ONE_COMPILER), System::nanoTime, new SecureRandom());
            World world = new World(demo, account);
            Runtime.getRuntime().addShutdownHook(new Thread(world::close));
            demo.start(DemoPorts.ANY);
            return world;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scenario scenario(String login) {
        List<Someone> people = new ArrayList<>(List.of(EMIL, EVA, ERIK, GITA, ADA, BOB, OTTO, INES));
        people.addAll(CREW);
        return new Scenario(people, List.of(login), """
                format: sallyport-policy/1
                allow:
                  - id: acme-staging-auto
                    title: For tests of sessions, without a person's yes
                    who: { group: acme/staging }
                    where: { env: prod }
                    login: %1$s
                    max: 8h
                    approval: { automatic: These tests are about what happens inside }
                    rights: { shell: true, pty: true, exec: any, sftp: read-write }
                  - id: acme-nightly-prod
                    title: For automation, and for nobody else
                    who: { group: acme/staging, kind: service }
                    where: { env: prod }
                    login: %1$s
                    max: 1h
                    approval: { automatic: Runs at night }
                    rights: { exec: any, sftp: read-write }
                  - id: acme-ops-prod
                    title: One yes of the owners
                    who: { group: acme/ops }
                    where: { env: prod }
                    login: %1$s
                    max: 8h
                    approval: { before: [{ count: 1, from: ops-owners }] }
                    rights: { shell: true, pty: true, exec: any, sftp: read-write }
                  - id: globex-dba-prod
                    title: One yes of the owners, reading only
                    who: { group: globex/dba }
                    where: { env: prod }
                    login: %1$s
                    max: 2h
                    approval: { before: [{ count: 1, from: ops-owners }] }
                    rights: { shell: false, pty: false, exec: any, sftp: read }
                """.formatted(login));
    }

    /** The checkout that is being tested. */
    static Path home() {
        return Path.of(System.getProperty("sallyport.home")).toAbsolutePath().normalize();
    }

    Demo demo() {
        return demo;
    }

    TestAccount account() {
        return account;
    }

    String login() {
        return demo.login();
    }

    StockSsh as(Someone someone) {
        return as(someone, LIMIT);
    }

    StockSsh as(Someone someone, Duration limit) {
        return new StockSsh(demo.folder().sshConfig(someone.folder()), limit);
    }

    /** Asks, and has Ada say yes where the policy wants it; returns the request's id. */
    String grant(Someone someone, String duration) {
        StockSsh.Result asked = ask(someone, duration);
        String id = requestId(asked);
        if (!someone.group().equals(EMIL.group())) {
            must(as(ADA).ssh("gw", "approve", id));
        }
        return id;
    }

    StockSsh.Result ask(Someone someone, String duration) {
        return must(as(someone).ssh("gw", "request", "demo-host", "--as", login(), "--for", duration,
                "--reason", "tests", "--json"));
    }

    /** The id in what {@code request --json} printed. */
    static String requestId(StockSsh.Result asked) {
        return json(asked).object("request").string("request");
    }

    /** The newest sessions an auditor sees, newest first. */
    List<Json.Obj> sessions() {
        Json list = JsonParser.parse(
                must(as(OTTO).ssh("gw", "sessions", "--limit", "1000", "--json")).stdout(), JSON_LIMIT, 16);
        return ((Json.Arr) list).items().stream().map(item -> (Json.Obj) item).toList();
    }

    static StockSsh.Result must(StockSsh.Result result) {
        if (result.exit() != 0) {
            throw new AssertionError("exit code " + result.exit() + ": " + result.said());
        }
        return result;
    }

    static Json.Obj json(StockSsh.Result result) {
        return JsonParser.parseObject(result.stdout(), JSON_LIMIT, 16);
    }

    @Override
    public void close() {
        demo.close();
        if (System.getProperty("sallyport.keep") == null) {
            Demo.remove(demo.folder().root());
        }
    }
}
