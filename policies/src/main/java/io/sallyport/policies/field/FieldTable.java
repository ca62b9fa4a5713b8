package io.sallyport.policies.field;

import io.sallyport.policies.field.FieldType.Flag;
import io.sallyport.policies.field.FieldType.Many;
import io.sallyport.policies.field.FieldType.Name;
import io.sallyport.policies.field.FieldType.Names;
import io.sallyport.policies.field.FieldType.Nested;
import io.sallyport.policies.field.FieldType.Source;
import io.sallyport.policies.field.FieldType.Text;
import io.sallyport.policies.field.FieldType.Time;
import io.sallyport.policies.field.FieldType.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every field of every block. The reader refuses what does not stand here, the schema for editors and the reference in
 * docs/formats/policy.md are made of it: a field can't be read and not be documented, nor the other way round.
 */
public final class FieldTable {
    private static final Map<Block, List<FieldSpec>> TABLE = table();

    private FieldTable() {}

    /** The fields of a block in the order of the reference. Labels and ticket fields are the folder's own and not among them. */
    public static List<FieldSpec> of(Block block) {
        return TABLE.getOrDefault(block, List.of());
    }

    /** Their names. */
    public static Set<String> names(Block block) {
        Set<String> names = new LinkedHashSet<>();
        of(block).forEach(field -> names.add(field.name()));
        return Set.copyOf(names);
    }

    private static Map<Block, List<FieldSpec>> table() {
        Map<Block, List<FieldSpec>> table = new EnumMap<>(Block.class);
        files(table);
        rules(table);
        conditions(table);
        approvals(table);
        rights(table);
        tests(table);
        return table;
    }

    private static void files(Map<Block, List<FieldSpec>> table) {
        FieldSpec format = required("format", new Words(List.of("sallyport-policy/1")), "Must be there.");
        table.put(Block.POLICY, List.of(format,
                field("defaults", new Nested(Block.DEFAULTS), "Holds where a rule is silent."),
                field("limits", new Nested(Block.LIMITS), "Caps every rule; a rule above it is an error.")));
        table.put(Block.DEFAULTS, List.of(
                field("idle", new Time("1m", "60m"), "sessions do not end by idling",
                        "As `rights.idle`."),
                field("concurrent", new FieldType.Count(1, 10), "1", "As `rights.concurrent`."),
                field("approval_valid", new Time("1m", "720h"), "8h",
                        "How long a request waits for its approvals.")));
        table.put(Block.LIMITS, List.of(
                field("max", new Time("1m", "24h"), "24h", "No rule gives longer."),
                field("rights", new Nested(Block.RIGHTS), "no limit",
                        "No rule gives more, and what a rule leaves out follows it.")));
        table.put(Block.VOCABULARY, List.of(format,
                field("labels", declared(), "Labels of targets, as the inventory has them."),
                field("groups", new Nested(Block.GROUPS), "Groups of people."),
                field("ticket", declared(), "Fields of tickets, as the ticket system delivers them.")));
        table.put(Block.GROUPS, List.of(
                field("external", new FieldType.Form("[a-z0-9][a-z0-9/._-]{0,62}", "list of groups"),
                        "Providers' people: may ask, never approve."),
                field("internal", new FieldType.Form("[a-z0-9][a-z0-9/._-]{0,62}", "list of groups"),
                        "The company's people: may approve, never ask.")));
        table.put(Block.PROFILES, List.of(format,
                field("profiles", new FieldType.Named(new Nested(Block.RIGHTS), "named rights blocks"),
                        "Rights that rules refer to by name.")));
        table.put(Block.RULES, List.of(format,
                field("allow", new Many(Block.ALLOW, false), "Rules that open a way."),
                field("require", new Many(Block.REQUIRE, false), "Rules that tighten every way they fit."),
                field("deny", new Many(Block.DENY, false), "Rules that close every way they fit.")));
    }

    private static FieldType declared() {
        return new FieldType.Named(new FieldType.Either(new Words(List.of("any")),
                new Names(Source.VALUE, false), "list of values, or `any`"),
                "names, each with a list of values or `any`");
    }

    private static void rules(Map<Block, List<FieldSpec>> table) {
        FieldSpec id = required("id", new FieldType.Form("[a-z0-9-]{3,60}", "3 to 60 of `a-z`, `0-9`, `-`"),
                "Unique over all files; stands in explanations, grants and the journal.");
        FieldSpec title = required("title", new Text(1, 120), "For people.");
        FieldType where = new FieldType.Either(new Words(List.of("any-host")), new Nested(Block.WHERE),
                "`any-host`, or a block, below");
        FieldType logins = new Names(Source.LOGIN, true);
        FieldSpec ticket = field("ticket", new Nested(Block.TICKET), "any, also none", "Which tickets.");
        FieldSpec when = field("when", new Names(Source.WINDOW, false), "always",
                "At any of these times; the first of them that ends without another one being open ends the session.");
        table.put(Block.ALLOW, List.of(id, title,
                required("who", new Nested(Block.WHO), "Who asks."),
                required("where", where, "On which targets."),
                required("login", new Names(Source.LOGIN, false), "As which accounts, written out."),
                when, ticket,
                required("max", new Time("1m", "24h"), "For how long at most; not above `limits.max`."),
                required("approval", new Nested(Block.APPROVAL), "Whose yes is needed."),
                required("rights", new Nested(Block.RULE_RIGHTS), "What may be done.")));
        table.put(Block.REQUIRE, List.of(id, title,
                field("who", new Nested(Block.WHO_TIGHTER), "anybody", "Who asks."),
                field("where", where, "any target", "On which targets."),
                field("login", logins, "any account", "As which accounts."), ticket,
                field("max", new Time("1m", "24h"), "not shortened", "The session is cut to this."),
                field("approval", new Nested(Block.APPROVAL_ADDED), "nobody more",
                        "Who has to say yes besides those of the allow rule."),
                field("rights", new Nested(Block.RULE_RIGHTS), "not tightened",
                        "What is left of the rights; what is not mentioned stays.")));
        table.put(Block.DENY, List.of(id, title,
                field("who", new Nested(Block.WHO_TIGHTER), "anybody", "Who asks."),
                field("where", where, "any target", "On which targets."),
                field("login", logins, "any account", "As which accounts."), when, ticket,
                required("reason", new Text(1, 300), "Shown to the engineer as it stands."),
                field("running", new Words(List.of("after-grace", "terminate-now")), "`after-grace`",
                        "What becomes of sessions that are running when the rule begins to fit.")));
    }

    private static void conditions(Map<Block, List<FieldSpec>> table) {
        FieldSpec person = field("person", new Names(Source.PERSON, true), "anybody", "Which people.");
        FieldSpec provider = field("provider", new Names(Source.PROVIDER, true), "any",
                "People of which organisations.");
        Words kinds = new Words(List.of("human", "service"));
        FieldSpec source = field("source", new Names(Source.NETWORK, false), "any",
                "From where; asked for the request and again for the connection.");
        table.put(Block.WHO, List.of(
                required("group", new Names(Source.EXTERNAL_GROUP, false), "In any of these groups."),
                person, provider,
                field("kind", kinds, "`human`",
                        "People, or service accounts: what does not say so is for people alone."),
                field("mfa", new Words(List.of("none", "otp", "phishing-resistant")), "`none`",
                        "Proved at least so well; `none` is a registered key alone."),
                source));
        table.put(Block.WHO_TIGHTER, List.of(
                field("group", new Names(Source.EXTERNAL_GROUP, true), "any", "In any of these groups."),
                person, provider,
                field("kind", kinds, "both", "People only, or service accounts only."),
                field("mfa_below", new Words(List.of("otp", "phishing-resistant")), "any",
                        "Proved less well than this."),
                source));
        table.put(Block.WHERE, List.of(
                field("owner", new Names(Source.INTERNAL_GROUP, true), "any",
                        "Targets that these groups answer for.")));
        table.put(Block.NOT, List.of(
                required("not", new Names(Source.VALUE, false), "None of these.")));
    }

    private static void approvals(Map<Block, List<FieldSpec>> table) {
        FieldSpec before = field("before", new Many(Block.SLOT, true),
                "People who say yes beforehand: all entries are needed, one person fills one place; 5 people at most.");
        table.put(Block.APPROVAL, List.of(before,
                field("automatic", new Text(10, 200),
                        "Why nobody has to say yes; kept with every grant."),
                field("after", new Many(Block.SLOT, true),
                        "Emergency access: nobody is asked, these people review it. Only when the engineer asks for it."),
                field("within", new Time("1h", "720h"), "24h", "With `after`: how long the review may take."),
                field("unreviewed", new Words(List.of("suspend", "report")), "`suspend`",
                        "With `after`: the organisation gets no emergency access until it is reviewed, or it is only reported."),
                field("quota", new FieldType.Form("[0-9]{1,3} per [0-9]{1,3}d", "`2 per 30d`"), "`2 per 30d`",
                        "With `after`: how often one organisation may use the rule."),
                field("notify", new Names(Source.INTERNAL_GROUP, false), "nobody",
                        "With `after`: groups that are told at once.")));
        table.put(Block.APPROVAL_ADDED, List.of(
                new FieldSpec("before", before.type(), true, Optional.empty(), before.meaning())));
        table.put(Block.SLOT, List.of(
                field("count", new FieldType.Count(1, 5), "1", "How many people."),
                required("from", new Name(Source.APPROVERS), "Of which group.")));
    }

    private static void rights(Map<Block, List<FieldSpec>> table) {
        List<FieldSpec> rights = List.of(
                field("shell", new Flag(), "`false`", "A login shell."),
                field("pty", new Flag(), "`false`", "A terminal for a shell or command."),
                field("exec", new FieldType.Patterns("`none`, `any`, or command patterns"), "`none`",
                        "Command lines (`ssh host 'command'`)."),
                field("sftp",
                        new FieldType.Either(new Words(List.of("none", "read", "read-write")),
                                new Nested(Block.SFTP), "`none`, `read`, `read-write`, or a block, below"),
                        "`none`", "Files by sftp and scp."),
                field("forward",
                        new FieldType.Patterns("`none`, `any`, or `host:port` and `network/bits:port`"),
                        "`none`", "Connections from the target onwards (`-L`)."),
                field("reverse",
                        new FieldType.Patterns("`none`, `any`, or `host:port` and `network/bits:port`"),
                        "`none`", "Addresses of the target that may listen (`-R`)."),
                field("agent_forwarding", new Flag(), "`false`", "The engineer's SSH agent on the target."),
                field("x11", new Flag(), "`false`", "X11."),
                field("sudo", new FieldType.Patterns("`none`, `any`, or command patterns"), "`none`",
                        "Command lines as another account."),
                field("record", new Nested(Block.RECORD), "as below", "How the session is recorded."),
                field("observer", new Many(Block.OBSERVER, true), "nobody",
                        "People who have to watch; one entry for each group."),
                field("idle", new Time("1m", "60m"), "`defaults.idle`",
                        "The session ends after this long without input."),
                field("concurrent", new FieldType.Count(1, 10), "`defaults.concurrent`",
                        "Sessions at the same time under one grant."));
        table.put(Block.RIGHTS, rights);
        List<FieldSpec> ofRule = new ArrayList<>(List.of(field("profile", new Name(Source.PROFILE),
                "Rights to start from; the rest can only tighten them.")));
        ofRule.addAll(rights);
        table.put(Block.RULE_RIGHTS, List.copyOf(ofRule));
        table.put(Block.SFTP, List.of(
                required("mode", new Words(List.of("none", "read", "read-write")), "Which way files may go."),
                field("paths", new FieldType.PathPatterns(), "all", "Which files.")));
        table.put(Block.RECORD, List.of(
                field("output", new Words(List.of("on")), "`on`", "Output is always recorded."),
                field("input", new Words(List.of("timing", "redacted", "full")), "`timing`",
                        "What is kept of keystrokes: times; content except without echo; all of it."),
                field("on_failure", new Words(List.of("continue", "terminate")), "`terminate`",
                        "What happens when the recording can't be written."),
                field("seal", new Words(List.of("escrowed", "sealed")), "`escrowed`",
                        "Who can read it: auditors and the broker, or auditors alone.")));
        table.put(Block.OBSERVER, List.of(
                field("count", new FieldType.Count(1, 5), "1", "How many people."),
                required("from", new Name(Source.INTERNAL_GROUP), "Of which group."),
                field("absent", new Words(List.of("continue", "pause", "terminate")), "`pause`",
                        "What happens when too few of them watch."),
                field("grace", new Time("0m", "30m"), "0m", "How long they may be away first.")));
    }

    private static void tests(Map<Block, List<FieldSpec>> table) {
        FieldType group = new FieldType.Form("[a-z0-9][a-z0-9/._-]{0,62}", "a group");
        FieldType moment = new FieldType.Form("[0-9T:+Z-]+", "time with offset, `2026-03-03T10:00+01:00`");
        table.put(Block.TESTS, List.of(
                required("format", new Words(List.of("sallyport-policy-test/1")), "Must be there."),
                field("base", new Nested(Block.TEST_FACTS), "Facts of all tests of the file."),
                required("tests", new Many(Block.TEST, false), "The tests.")));
        table.put(Block.TEST, List.of(
                required("name", new Text(1, 200), "What it promises."),
                field("with", new Nested(Block.TEST_FACTS),
                        "Facts put over `base`; inside `person`, `host` and `ticket` field by field."),
                required("expect", new Nested(Block.TEST_EXPECT), "What has to come out.")));
        table.put(Block.TEST_FACTS, List.of(
                required("person", new Nested(Block.TEST_PERSON), "Who asks."),
                required("host", new Nested(Block.TEST_HOST), "The target."),
                required("login", new Name(Source.LOGIN), "As which account."),
                required("at", moment, "When the work begins."),
                required("for", new Time("1s", "any"), "How long."),
                field("ticket",
                        new FieldType.Either(new Words(List.of("none", "unknown")),
                                new Nested(Block.TEST_TICKET), "`none`, `unknown`, or a block, below"),
                        "`none`", "`unknown`: the ticket system does not answer."),
                field("maintenance_until", moment, "`none`",
                        "End of the open declared maintenance; or `none`, or `unknown`."),
                field("break_glass", new Flag(), "`false`", "Asked for as an emergency."),
                field("rule", new FieldType.Form("[a-z0-9-]{3,60}", "id of a rule"), "any",
                        "The rule that is asked for.")));
        table.put(Block.TEST_PERSON, List.of(
                required("name", new Name(Source.PERSON), "Who."),
                field("organisation", new Name(Source.PROVIDER), "part of a group before `/`", "Of whom."),
                field("kind", new Words(List.of("human", "service")), "`human`",
                        "Person or service account."),
                field("groups",
                        new FieldType.Form("[a-z0-9][a-z0-9/._-]{0,62}", "list of groups, or `unknown`"),
                        "none", "In which groups."),
                field("mfa", new Words(List.of("unknown", "none", "otp", "phishing-resistant")), "`unknown`",
                        "How proved."),
                field("source", new FieldType.Form("[0-9a-f:.]+|unknown", "address, or `unknown`"),
                        "`unknown`",
                        "From where.")));
        table.put(Block.TEST_HOST, List.of(
                required("name", new FieldType.Form("[a-z0-9._-]{1,63}", "name of a target"), "Which."),
                field("owner", group, "`target-owners`", "The group that answers for it.")));
        table.put(Block.TEST_TICKET, List.of(field("id", new Text(1, 64), "`TEST-1`", "Its number.")));
        List<FieldSpec> expect = new ArrayList<>(List.of(
                required("decision", new Words(List.of("allow", "deny")), "Yes or no."),
                field("rule", new FieldType.Form("[a-z0-9-]{3,60}", "id of a rule"),
                        "The allow rule that is used, or the deny rule that refuses."),
                field("kind", new Words(List.of("standard", "automatic", "break-glass")), "Of the grant."),
                field("approvals", new FieldType.Count(0, 10), "How many people say yes beforehand."),
                field("max", new Time("1m", "24h"), "The longest time, tightened."),
                field("ends", moment, "When the session ends."),
                field("requires", new FieldType.Form("[a-z0-9-]{3,60}", "list of ids"),
                        "Exactly these rules tighten it."),
                field("running", new Words(List.of("after-grace", "terminate-now")),
                        "What becomes of running sessions."),
                field("failed",
                        new FieldType.Form("[a-z_.]+", "list of fields, such as `when`, `ticket.state`"),
                        "Exactly these keep the closest rule away.")));
        expect.addAll(table.getOrDefault(Block.RIGHTS, List.of()));
        table.put(Block.TEST_EXPECT, List.copyOf(expect));
    }

    private static FieldSpec required(String name, FieldType type, String meaning) {
        return new FieldSpec(name, type, true, Optional.empty(), meaning);
    }

    private static FieldSpec field(String name, FieldType type, String meaning) {
        return new FieldSpec(name, type, false, Optional.empty(), meaning);
    }

    private static FieldSpec field(String name, FieldType type, String missing, String meaning) {
        return new FieldSpec(name, type, false, Optional.of(missing), meaning);
    }
}
