package io.sallyport.policies.cli;

import java.util.List;

/** What {@code sallyport policy --help} and {@code sallyport policy COMMAND --help} print. */
final class PolicyHelp {
    static final String ALL = """
        Checks, tests, explains and compares policy folders. activate, history, facts and diff without --facts ask the running broker;
        the others need none. Only activate changes anything.

        usage: sallyport policy check FOLDER [--json]
               sallyport policy test FOLDER [--json]
               sallyport policy explain FOLDER --group G --target T --login L --for 2h [OPTIONS]
               sallyport policy diff FOLDER [--since 90d] [--json] [--config broker.yaml]
               sallyport policy diff OLD NEW --facts FILE [--json]
               sallyport policy facts [--since 90d] [--config broker.yaml]
               sallyport policy windows FOLDER [--next 14d] [--from TIME] [--json]
               sallyport policy schema [FOLDER]
               sallyport policy activate [--dry-run] [--config broker.yaml]
               sallyport policy history [--json] [--config broker.yaml]

        check     reports all problems of all files, each with its place
        test      runs the examples in tests/ and names the rules that none of them uses
        explain   asks the policy as the broker would
        diff      decides stored requests under two policies and lists what would change
        facts     prints the facts of stored requests, for a diff elsewhere
        windows   prints when windows are open, with offsets, and on which days the clock changes
        schema    prints a JSON Schema for editors
        activate  has the running broker take the policy folder into force, or propose it to a second person
        history   lists the policies that were in force at the running broker

        exit code: 0 good; 1 denied, refused, a test that does not hold, or something would change; 2 errors in a file, or wrong usage;
        3 the broker does not answer

        sallyport policy COMMAND --help shows its options and examples.
        """;

    private static final String CHECK = """
        usage: sallyport policy check FOLDER [--json]

        Reports all problems of all files as file:line:column: error or warning [code] message. Codes never change.
        Warnings include windows that never open and calendars that run out, as of now.

        exit code: 0 no errors; 2 errors

        example:
          sallyport policy check policies/example
        """;

    private static final String TEST = """
        usage: sallyport policy test FOLDER [--json]

        Runs every example in FOLDER/tests and prints it with its place; then the rules that no example uses.

        exit code: 0 all hold; 1 one does not, or there are none; 2 errors in a file

        example:
          sallyport policy test policies/example
        """;

    private static final String EXPLAIN = """
        usage: sallyport policy explain FOLDER --group G --target T --login L --for 2h [OPTIONS]

          --group G          a group of the person; may be given several times
          --target T         name of the target
          --login L          login on the target
          --for DURATION     how long, for example 90m or 1h30m
          --label K=V        a label of the target; may be given several times
          --owner G          the group that owns the target           (default: target-owners)
          --person P         name of the person                       (default: somebody)
          --kind KIND        human or service                         (default: human)
          --organisation O   the person's organisation                (default: the part of the first group before /)
          --mfa LEVEL        none, otp or phishing-resistant          (default: none)
          --source ADDRESS   where the request comes from             (default: not known)
          --at TIME          for example 2026-03-03T10:00:00Z         (default: now)
          --ticket ID        a ticket; 'unknown': the ticket system does not answer (default: none)
          --ticket-field K=V a field of the ticket; may be given several times
          --maintenance-until TIME   end of an open declared maintenance, or 'unknown' (default: none)
          --emergency yes    ask for emergency access
          --rule ID          ask for this rule
          --as READER        engineer, approver or auditor: whose view to print (default: auditor)
          --json             the whole decision as one line of JSON

        exit code: 0 allowed; 1 denied; 2 errors in the folder, or wrong usage

        examples:
          sallyport policy explain policies/example --group acme/ops --target web-1 \\
              --label env=staging --label role=app --login deploy --for 2h
          sallyport policy explain policies/example --group acme/dba --mfa phishing-resistant --target db-1 \\
              --label env=prod --label role=db --login postgres --for 1h --ticket CHG-7 \\
              --ticket-field state=open --ticket-field kind=change --at 2026-03-03T09:00:00Z --as engineer
        """;

    private static final String DIFF = """
        usage: sallyport policy diff FOLDER [--since 90d] [--json] [--config broker.yaml]
               sallyport policy diff OLD NEW --facts FILE [--json]

        Decides requests that were made under two policies and lists what would change. What would open more comes first, marked with !:
        newly allowed, fewer approvals, more rights, longer. Then newly denied, more approvals, shorter, other rule, fewer rights. Each with
        the rules that decide, and where they stand. Words change nothing: titles, reasons, comments, order.

        The first form compares FOLDER with the policy in force, over what the running broker has stored; it also counts what cannot be compared,
        and what was answered otherwise at the time than the policy in force answers now. Nothing is changed.
        The second form needs no broker: FILE has the facts of one request a line (sallyport-facts/1), as 'sallyport policy facts' prints them.

          --since TIME       90d, 12h, 2026-01-31 (midnight UTC) or a time with its offset   (default: 90d)

        exit code: 0 nothing would change; 1 something would; 2 errors in a file, or wrong usage; 3 the broker does not answer

        examples:
          sallyport policy diff policy-proposed --config /etc/sallyport/broker.yaml
          sallyport policy diff policy-proposed --since 2026-01-31 --json --config /etc/sallyport/broker.yaml
          sallyport policy diff policy-in-use policy-proposed --facts requests.jsonl
        """;

    private static final String FACTS = """
        usage: sallyport policy facts [--since 90d] [--config broker.yaml]

        Prints the facts of the requests that the running broker has stored, one request a line (sallyport-facts/1), oldest first: what
        'sallyport policy diff OLD NEW --facts FILE' reads where there is no broker. They are personal data: who of which company asked for what,
        when and from where.

          --since TIME       90d, 12h, 2026-01-31 (midnight UTC) or a time with its offset   (default: 90d)

        exit code: 0 done; 2 wrong usage or configuration; 3 the broker does not answer

        example:
          (umask 077; sallyport policy facts --since 90d --config /etc/sallyport/broker.yaml > requests.jsonl)
        """;

    private static final String WINDOWS = """
        usage: sallyport policy windows FOLDER [--next 14d] [--from TIME] [--json]

          --next DURATION    how far to look, for example 14d or 8h, up to 366d    (default: 14d)
          --from TIME        for example 2026-03-03T10:00:00Z         (default: now)

        exit code: 0 good; 2 errors in windows.yaml

        example:
          sallyport policy windows policies/example --next 30d
        """;

    private static final String SCHEMA = """
        usage: sallyport policy schema [FOLDER]

        Prints a JSON Schema (2020-12) for all files of a policy folder: with FOLDER its labels, groups, windows and profiles
        are the values an editor offers. It helps while typing; what counts is 'sallyport policy check'.

        example, for editors with the YAML language server:
          sallyport policy schema . > .policy.schema.json
          and as the first line of each file:  # yaml-language-server: $schema=../.policy.schema.json
        """;

    private static final String ACTIVATE = """
        usage: sallyport policy activate [--dry-run] [--config broker.yaml]

        Has the running broker read its policy folder, compile it, run its tests, and take it into force or, where broker.yaml
        says activation: second-person, propose it to an approver, who confirms with: ssh gw policy activate HASH

          --dry-run          change nothing; say which rules would be added, removed or changed

        exit code: 0 done; 1 refused, all problems with their places; 2 wrong usage or configuration; 3 the broker does not answer

        examples:
          sallyport policy activate --dry-run --config /etc/sallyport/broker.yaml
          sallyport policy activate --config /etc/sallyport/broker.yaml
        """;

    private static final String HISTORY = """
        usage: sallyport policy history [--json] [--config broker.yaml]

        Lists the last 50 activations at the running broker, newest first: hash, when, git commit of the folder, who.

        exit code: 0 done; 1 refused; 2 wrong usage or configuration; 3 the broker does not answer

        example:
          sallyport policy history --json --config /etc/sallyport/broker.yaml
        """;

    private PolicyHelp() {}

    /** The help of the command among these words, or of all. */
    static String of(List<String> words) {
        return switch (words.getFirst().equals("help") && words.size() > 1
                ? words.get(1)
                : words.getFirst()) {
            case "check" -> CHECK;
            case "test" -> TEST;
            case "explain" -> EXPLAIN;
            case "diff" -> DIFF;
            case "facts" -> FACTS;
            case "windows" -> WINDOWS;
            case "schema" -> SCHEMA;
            case "activate" -> ACTIVATE;
            case "history" -> HISTORY;
            default -> ALL;
        };
    }
}
