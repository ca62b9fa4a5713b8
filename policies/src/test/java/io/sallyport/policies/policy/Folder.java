package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.fail;

import io.sallyport.policies.yaml.Problem;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A policy folder in memory, for tests. */
final class Folder {
    private static final String FORMAT = "format: sallyport-policy/1\n";
    private final TreeMap<String, String> files = new TreeMap<>();

    Folder() {
        with("policy.yaml",
                "defaults: { idle: 15m, concurrent: 1, approval_valid: 8h }\nlimits: { max: 8h, rights: { agent_forwarding: false, x11: false } }\n");
        with("vocabulary.yaml", """
                labels: { env: [prod, staging], role: [db, app], customer: any }
                groups: { external: [acme/dba, acme/web, globex/sap], internal: [dba-owners, secops] }
                ticket: { kind: [change, incident], state: [open, closed], priority: [P1, P2] }
                """);
        with("windows.yaml", """
                windows:
                  business-hours: { zone: Europe/Berlin, weekly: [{ days: mon-fri, from: "08:00", to: "18:00" }] }
                  evening: { zone: Europe/Berlin, weekly: [{ days: mon-fri, from: "18:00", to: "20:00" }] }
                  freeze: { zone: Europe/Berlin, weekly: [{ days: fri, from: "16:00", to: "24:00" }] }
                """);
        with("profiles.yaml", "profiles: { look: { shell: true, pty: true, exec: any, sftp: read } }\n");
    }

    Folder with(String name, String text) {
        files.put(name, FORMAT + text);
        return this;
    }

    Folder raw(String name, String text) {
        files.put(name, text);
        return this;
    }

    PolicySource source() {
        return new PolicySource(files);
    }

    Compiled compile() {
        return PolicyCompiler.compile(source());
    }

    PolicySnapshot snapshot() {
        return switch (compile()) {
            case Compiled.Valid(PolicySnapshot snapshot, _) -> snapshot;
            case Compiled.Invalid(List<Problem> problems) -> fail(text(problems));
        };
    }

    List<Problem> problems() {
        return problems(compile());
    }

    List<Problem> problemsAt(Instant now) {
        return problems(PolicyCompiler.compile(source(), now));
    }

    private static List<Problem> problems(Compiled compiled) {
        return switch (compiled) {
            case Compiled.Valid(_, List<Problem> warnings) -> warnings;
            case Compiled.Invalid(List<Problem> problems) -> problems;
        };
    }

    static String text(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n"));
    }
}
