package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.Scenario.Someone;
import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What the policy in force does to requests and to sessions that run. A world of its own: the policy is changed all the time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1)
class PolicyInForceIT {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final World world = World.start();
    /** The first full minute that leaves a session time for the warning a minute before. */
    private final ZonedDateTime closing = ZonedDateTime.now(ZONE).plusSeconds(70)
            .truncatedTo(ChronoUnit.MINUTES)
            .plusMinutes(1);
    private Optional<Terminal> untilClosing = Optional.empty();
    private String approvedByTwo = "";

    @AfterAll
    void close() {
        untilClosing.ifPresent(Terminal::close);
        world.close();
    }

    private Path policy(String file) {
        return world.demo().folder().policy().resolve(file);
    }

    /** Emil needs nobody's yes, Erik an open window that closes soon, Eva one that opens in days, Gita two people. */
    private String rules(String sftp) {
        return """
                format: sallyport-policy/1
                allow:
                  - id: acme-staging-auto
                    title: For tests of what changes
                    who: { group: acme/staging }
                    where: { env: prod }
                    login: %1$s
                    max: 8h
                    approval: { automatic: These tests are about what happens later }
                    rights: { shell: true, pty: true, exec: any, sftp: %2$s }
                  - id: acme-ops-in-time
                    title: Acme in its window
                    who: { group: acme/ops }
                    where: { env: prod }
                    login: %1$s
                    when: far-away
                    max: 8h
                    approval: { before: [{ count: 1, from: ops-owners }] }
                    rights: { shell: true, pty: true, exec: any }
                  - id: acme-until-closing
                    title: Erik until it closes
                    who: { group: acme/ops, person: erik }
                    where: { env: prod }
                    login: %1$s
                    when: closing
                    max: 8h
                    approval: { automatic: These tests are about what happens later }
                    rights: { shell: true, pty: true, exec: any }
                  - id: globex-two
                    title: Two yeses of two groups
                    who: { group: globex/dba }
                    where: { env: prod }
                    login: %1$s
                    max: 2h
                    approval: { before: [{ count: 1, from: ops-owners }, { count: 1, from: audit }] }
                    rights: { exec: any }
                """.formatted(world.login(), sftp);
    }

    private void activate(String rules) throws IOException {
        write(rules);
        StockSsh.Result reloaded = broker("reload");
        assertEquals(0, reloaded.exit(), reloaded.said());
    }

    private StockSsh.Result broker(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--config", world.demo().folder().brokerConfig().toString()));
        return Recordings.run(Program.broker(World.home()).commandLine(line.toArray(String[]::new)));
    }

    private void write(String rules) throws IOException {
        // Far away: open on one day of the week only, and that is not today and not tomorrow.
        // Closing: belongs to the day on which it opened, which was yesterday soon after midnight.
        ZonedDateTime opened = closing.minusHours(1);
        Files.writeString(policy("windows.yaml"), """
                format: sallyport-policy/1
                windows:
                  far-away: { zone: Europe/Berlin, weekly: [{ days: %s, from: "08:00", to: "09:00" }] }
                  closing: { zone: Europe/Berlin, weekly: [{ days: %s, from: "%s", to: "%s" }] }
                """.formatted(day(openingDay()), day(opened.toLocalDate()), opened.toLocalTime(),
                closing.toLocalTime()));
        Files.writeString(policy("rules/acme.yaml"), rules);
    }

    private static String day(LocalDate date) {
        return date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH).toLowerCase(Locale.ROOT);
    }

    private static LocalDate openingDay() {
        return LocalDate.now(ZONE).plusDays(3);
    }

    /** Opens what {@link #theEndOfAWindowWarnsAndCutsASession} waits for, so that the other tests run meanwhile. */
    @Test
    @Order(0)
    void insideItsWindowASessionOpens() throws Exception {
        activate(rules("read-write"));
        StockSsh.Result asked = world.ask(World.ERIK, "2h");
        String ends = World.json(asked).object("granted").string("notAfter");
        assertEquals(closing.toInstant().toString(), ends, asked.said());
        Terminal shell = Terminal.open(world, World.ERIK);
        untilClosing = Optional.of(shell);
        shell.type("setsid -f sleep 8302; echo MARK-$((20+2))\n");
        shell.awaitText("MARK-22");
        shell.awaitChild("sleep 8302");
        shell.awaitText("end of window closing");
    }

    @Test
    @Order(1)
    void outsideTheWindowTheRefusalNamesItsNextOpening() throws Exception {
        activate(rules("read-write"));
        StockSsh.Result asked = world.as(World.EVA).ssh("gw", "request", "demo-host", "--as", world.login(),
                "--for", "1h", "--reason", "tests");
        assertEquals(1, asked.exit(), asked.said());
        String day = openingDay().getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        assertTrue(asked.said().contains("Opens " + day) && asked.said().contains("08:00"), asked.said());
    }

    @Test
    @Order(2)
    void aPolicyThatLosesFileTransferClosesAnOpenOne() throws Exception {
        activate(rules("read-write"));
        world.grant(World.EMIL, "1h");
        Process sftp = world.as(World.EMIL).start("sftp", "demo-host");
        try (Terminal shell = Terminal.open(world, World.EMIL)) {
            sftp.getOutputStream().write("pwd\n".getBytes(StandardCharsets.UTF_8));
            sftp.getOutputStream().flush();
            byte[] first = sftp.getInputStream().readNBytes(8);
            assertEquals(8, first.length, "file transfer works");
            shell.type("echo MARK-$((20+3))\n");
            shell.awaitText("MARK-23");
            write(rules("none"));
            String would = World.must(broker("policy", "activate", "--dry-run")).out();
            assertTrue(would.contains("running sessions affected (2):") && would.contains("loses sftp"),
                    would);
            activate(rules("none"));
            shell.awaitText("narrower");
            Await.until("file transfer has ended", Duration.ofSeconds(10), () -> over(sftp));
            shell.type("echo MARK-$((20+4))\n");
            shell.awaitText("MARK-24");
            assertTrue(shell.alive(), "the shell goes on");
            String shown = World.must(world.as(World.OTTO).ssh("gw", "show", newest())).out();
            assertTrue(
                    shown.contains("loses sftp") && shown.contains("rule acme-staging-auto gives less now"),
                    shown);
        } finally {
            sftp.destroyForcibly();
        }
        StockSsh.Result again = sftp(World.EMIL);
        assertTrue(again.exit() != 0, again.said());
    }

    private String newest() {
        return world.sessions().getFirst().string("session");
    }

    /** The client notices that its connection is gone when it has something to do. */
    private static boolean over(Process sftp) {
        try {
            sftp.getOutputStream().write("ls /no-such-file\n".getBytes(StandardCharsets.UTF_8));
            sftp.getOutputStream().flush();
        } catch (IOException _) {
            // It is gone already: asked below.
        }
        return !sftp.isAlive();
    }

    private StockSsh.Result sftp(Someone who) {
        return world.as(who).run("sftp", "pwd\n".getBytes(StandardCharsets.UTF_8), "-b", "-", "demo-host");
    }

    @Test
    @Order(3)
    void aDenyThatTerminatesEndsTheSessionWithinFiveSeconds() throws Exception {
        activate(rules("none"));
        try (Terminal shell = Terminal.open(world, World.EMIL)) {
            shell.type("setsid -f sleep 8301; echo MARK-$((20+5))\n");
            shell.awaitText("MARK-25");
            shell.awaitChild("sleep 8301");
            activate(rules("none") + """
                    deny:
                      - id: acme-is-out
                        title: Acme is out
                        who: { person: emil }
                        where: any-host
                        reason: Ask the service desk.
                        running: terminate-now
                    """);
            Await.until("the session has ended", Duration.ofSeconds(5), () -> !shell.alive());
            assertTrue(shell.screen().contains("Ask the service desk."), shell.screen());
            Await.until("its processes too", Duration.ofSeconds(10),
                    () -> Processes.count("sleep 8301") == 0);
        }
        StockSsh.Result refused = world.as(World.EMIL).ssh("demo-host", "true");
        assertEquals(255, refused.exit(), refused.said());
        assertTrue(refused.stderr().contains("Ask the service desk."), refused.stderr());
    }

    @Test
    @Order(4)
    void onePersonInBothGroupsIsNotTwoPeople() throws Exception {
        Path directory = world.demo().folder().directory();
        String text = Files.readString(directory);
        String both = text.replaceAll("(name: bob,.*groups: )\\[ops-owners\\]", "$1[ops-owners, audit]");
        assertTrue(!both.equals(text), text);
        Files.writeString(directory, both);
        activate(rules("read-write"));
        String id = World.requestId(world.ask(World.GITA, "1h"));
        World.must(world.as(World.BOB).ssh("gw", "approve", id));
        assertEquals(1, world.as(World.BOB).ssh("gw", "approve", id).exit());
        StockSsh.Result waiting = world.as(World.GITA).ssh("demo-host", "true");
        assertEquals(255, waiting.exit());
        World.must(world.as(World.ADA).ssh("gw", "approve", id));
        assertEquals("two\n", World.must(world.as(World.GITA).ssh("demo-host", "echo two")).out());
        approvedByTwo = id;
    }

    @Test
    @Order(5)
    void whatWasApprovedIsTakenBackAndItsSessionEndsAtOnce() throws Exception {
        Process running = world.as(World.GITA).start("ssh", "demo-host", "sleep 8304");
        try {
            Await.until("it runs", Duration.ofSeconds(20), () -> Processes.count("sleep 8304") > 0);
            World.must(world.as(World.BOB).ssh("gw", "revoke", approvedByTwo, "--reason", "enough"));
            Await.until("the session has ended", Duration.ofSeconds(5), () -> !running.isAlive());
            Await.until("its process too", Duration.ofSeconds(10), () -> Processes.count("sleep 8304") == 0);
        } finally {
            running.destroyForcibly();
        }
        StockSsh.Result refused = world.as(World.GITA).ssh("demo-host", "true");
        assertEquals(255, refused.exit(), refused.said());
        assertTrue(refused.stderr().contains("No grant"), refused.stderr());
    }

    /** More commands than a certificate holds: the last one runs, another one does not, stapled or with an offered certificate. */
    @Test
    @Order(6)
    void aRuleOfThreeHundredCommandsIsKeptToTheLastOne() throws Exception {
        activate("""
                format: sallyport-policy/1
                allow:
                  - id: globex-commands
                    title: Three hundred commands
                    who: { group: globex/dba }
                    where: { env: prod }
                    login: %s
                    max: 2h
                    approval: { automatic: Nothing but what is listed }
                    rights: { exec: [%s] }
                """.formatted(world.login(), IntStream.range(0, 300)
                .mapToObj("\"echo one-of-three-hundred-%03d\""::formatted)
                .collect(Collectors.joining(", "))));
        World.must(world.ask(World.GITA, "1h"));
        StockSsh engineer = world.as(World.GITA);
        StockSsh.Result last = World.must(engineer.ssh("demo-host", "echo one-of-three-hundred-299"));
        assertEquals("one-of-three-hundred-299\n", last.out());
        StockSsh.Result other = engineer.ssh("demo-host", "echo one-of-three-hundred-300");
        assertTrue(other.exit() != 0 && other.out().isEmpty(), other.said());
        assertTrue(other.stderr().contains("does not have this command"), other.stderr());

        byte[] key = Files.readAllBytes(Path.of(world.demo().folder().key("gita") + ".pub"));
        Path certificate = world.demo().folder().person("gita").resolve("long-lists-cert.pub");
        Files.writeString(certificate,
                World.must(engineer.sshWithInput(key, "gw", "cert", "demo-host")).out());
        StockSsh.Result offered = World.must(engineer.ssh("-o", "CertificateFile=" + certificate, "demo-host",
                "echo one-of-three-hundred-007"));
        assertEquals("one-of-three-hundred-007\n", offered.out());
    }

    @Test
    @Order(7)
    void theEndOfAWindowWarnsAndCutsASession() {
        Terminal shell = untilClosing.orElseThrow();
        Duration left = Duration.between(ZonedDateTime.now(ZONE), closing);
        Await.until("the session has ended with its window", left.plusSeconds(10), () -> !shell.alive());
        Duration late = Duration.between(closing, ZonedDateTime.now(ZONE));
        assertTrue(!late.isNegative(), "it ended " + late.negated() + " before its window");
        String screen = shell.screen();
        assertTrue(screen.indexOf("end of window closing") < screen.lastIndexOf("end of window closing"),
                "told when it opened and warned a minute before:\n" + screen);
        Await.until("its processes too", Duration.ofSeconds(10), () -> Processes.count("sleep 8302") == 0);
        StockSsh.Result refused = world.as(World.ERIK).ssh("demo-host", "true");
        assertEquals(255, refused.exit(), refused.said());
    }

    @Test
    @Order(8)
    void aCeilingNarrowerThanTheGrantWinsAndIsNamed() throws Exception {
        activate(rules("read-write"));
        assertEquals(0, sftp(World.EMIL).exit());
        try (Terminal shell = Terminal.open(world, World.EMIL)) {
            shell.type("echo MARK-$((20+6))\n");
            shell.awaitText("MARK-26");
            ceiling("sftp: { mode: read-write }", "sftp: none");
            shell.awaitText("This host's ceiling was changed.");
            StockSsh.Result refused = sftp(World.EMIL);
            assertTrue(refused.exit() != 0, refused.said());
            assertTrue(refused.said().contains("ceiling"), refused.said());
            ceiling("[acme, globex]", "[globex]");
            Await.until("the session has ended", Duration.ofSeconds(10), () -> !shell.alive());
            assertTrue(shell.screen().contains("people of acme"), shell.screen());
        }
        StockSsh.Result refused = world.as(World.EMIL).ssh("demo-host", "true");
        assertTrue(refused.said().contains("ceiling"), refused.said());
    }

    /** Changed by hand, as the host's administrator does, and taken over while the agent runs. */
    private void ceiling(String text, String by) throws Exception {
        Path file = world.demo().folder().agent().resolve("ceiling.yaml");
        String before = Files.readString(file);
        assertTrue(before.contains(text), before);
        Files.writeString(file, before.replace(text, by));
        StockSsh.Result checked = Recordings.run(Program.agent(World.home()).commandLine("ceiling", "--dir",
                world.demo().folder().agent().toString()));
        assertEquals(0, checked.exit(), checked.said());
        World.must(
                Recordings.run(List.of("kill", "-HUP", String.valueOf(world.demo().program("agent").pid()))));
    }
}
