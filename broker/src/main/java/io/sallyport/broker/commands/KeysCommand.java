package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.keys.KeyDesk;
import io.sallyport.broker.keys.KeyForm;
import io.sallyport.broker.keys.KeyOutcome;
import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.broker.keys.KeySettingsReader;
import io.sallyport.broker.keys.Rotation;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: the keys the caller can sign in with; {@code add}, {@code rotate}, {@code remove}, {@code approve} and {@code deny}. */
@Command(footer = {"", "Examples:", "  ssh gw keys", "  ssh gw keys --json",
        "  ssh gw keys add --for 365d < new.pub", "  ssh gw keys rotate --days 7 < new.pub",
        "  ssh gw keys remove SHA256:...", "  ssh gw keys approve k-abcdefghij",
        "  ssh gw keys --person eva", "  ssh gw keys remove SHA256:... --person eva", "",
        "A new key takes your second factor, shown at most 10 minutes ago with the key and from the place you use now, or a",
        "security key with touch and PIN. Without any second factor, and for approvers, auditors and administrators, somebody",
        "else has to say yes."})
final class KeysCommand implements GatewayCommand {
    private static final List<String> HEAD = List.of("", "KEY", "TYPE", "FROM", "SINCE", "LAST USED", "ENDS");
    private static final int LONGEST_OVERLAP = 90;

    private final Call call;

    @Parameters(index = "0", paramLabel = "add|rotate|remove|approve|deny", arity = "0..1", description = "what to do; without it: list")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1", paramLabel = "KEY|ID", arity = "0..1", description = "a fingerprint, or the id of a key that waits")
    private Optional<String> which = Optional.empty();
    @Option(names = "--for", paramLabel = "DAYS", description = "how long a new key lives, such as 365d (default: as long as it may)")
    private Optional<String> lifetime = Optional.empty();
    @Option(names = "--days", paramLabel = "N", description = "with rotate: for how long the key in use goes on, 1 to 90; 7 if not given")
    private int days = 7;
    @Option(names = "--person", paramLabel = "NAME", description = "with list and remove: somebody else's, for administrators of the company")
    private Optional<String> person = Optional.empty();
    @Option(names = "--yes", description = "also the only key")
    private boolean yes;

    KeysCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        String wanted = verb.orElse("");
        if (person.isPresent()) {
            return person.flatMap(PersonName::parse).map(whose -> others(wanted, whose))
                    .orElseGet(this::usage);
        }
        return switch (wanted) {
            case "" -> list();
            case "add" -> which.isEmpty() ? add(false) : usage();
            case "rotate" -> which.isEmpty() && days >= 1 && days <= LONGEST_OVERLAP ? add(true) : usage();
            case "remove" -> which.flatMap(KeyFingerprint::parse)
                    .map(key -> said(desk().end(call.person(), key, Duration.ZERO, yes)))
                    .orElseGet(this::usage);
            case "approve", "deny" -> which
                    .map(id -> said(desk().decide(call.person(), id, wanted.equals("approve"))))
                    .orElseGet(this::usage);
            default -> usage();
        };
    }

    private int others(String wanted, PersonName whose) {
        return switch (wanted) {
            case "" -> desk().keysOf(call.person(), whose).map(this::list)
                    .orElseGet(() -> call.say().refused("There is nobody of that name whose keys are yours to"
                            + " see: that takes an administrator of the company."));
            case "remove" -> which.flatMap(KeyFingerprint::parse)
                    .map(key -> said(desk().endOf(call.person(), whose, key, call.shownLately(), yes)))
                    .orElseGet(this::usage);
            default -> usage();
        };
    }

    private KeyDesk desk() {
        return call.desks().keys().desk();
    }

    private int usage() {
        return call.say().usage("ssh gw keys, or: add [--for 365d] < new.pub, rotate [--days N] < new.pub,"
                + " remove SHA256:..., approve ID, deny ID; list and remove also with --person NAME");
    }

    private int add(boolean rotate) {
        Optional<Duration> wish = lifetime.flatMap(KeySettingsReader::days);
        if (lifetime.isPresent() && wish.isEmpty()) {
            return call.say().usage("--for takes whole days, such as 365d.");
        }
        Optional<String> line = PipedLine.first(call.say().screen().in());
        if (line.isEmpty()) {
            return call.say()
                    .usage("Give the line of the .pub file on standard input: ssh gw keys add < new.pub");
        }
        KeyOutcome outcome = desk().add(call.person(),
                new KeyForm(line.get(), wish, call.shownLately(), rotate
                        ? Optional.of(new Rotation(inUse(), Duration.ofDays(days)))
                        : Optional.empty()));
        int exit = said(outcome);
        return rotate && outcome instanceof KeyOutcome.Added added && added.replaced().isPresent()
                ? said(added.replaced().get())
                : exit;
    }

    private KeyFingerprint inUse() {
        return new KeyFingerprint(call.caller().key().fingerprint());
    }

    private int said(KeyOutcome outcome) {
        return switch (outcome) {
            case KeyOutcome.Added(KeyFingerprint key, Instant expires, var _) -> answer("added", key.value(),
                    key + ": added, until " + Times.shown(expires) + ".");
            case KeyOutcome.Waits(KeyProposal proposal) -> answer("waits", proposal.id(),
                    proposal.id() + ": " + proposal.fingerprint() + " waits for an approver or administrator"
                            + " of the company: ssh gw keys approve " + proposal.id()
                            + proposal.rotation().map(each -> "\nAfter the yes " + each.old()
                                    + " goes on for " + each.overlap().toDays() + " days.").orElse(""));
            case KeyOutcome.Ends(KeyFingerprint key, Instant at) -> answer("ends", key.value(),
                    key + ": ends " + Times.shown(at) + ".");
            case KeyOutcome.Dropped(KeyProposal proposal) -> answer("dropped", proposal.id(),
                    proposal.id() + ": does not come in.");
            case KeyOutcome.Refused(KeyOutcome.Reason reason, String text) ->
                reason == KeyOutcome.Reason.BAD_KEY || reason == KeyOutcome.Reason.TOO_LONG
                        ? call.say().usage(text)
                        : call.say().refused(reason == KeyOutcome.Reason.PROOF_NEEDED
                                ? text + " Like this: ssh -t gw confirm"
                                : text);
        };
    }

    private int answer(String what, String id, String text) {
        return call.say().json()
                ? call.say().json(Json.object().put(what, id).put("text", text).build())
                : call.say().done(text);
    }

    private int list() {
        List<RegisteredKey> keys = call.desks().people().keysOf(call.person().name());
        List<KeyProposal> waiting = desk().waiting(call.person());
        String used = call.caller().key().fingerprint();
        if (call.say().json()) {
            return call.say().json(Json.array(keys.stream().map(key -> json(key, used)).toList()));
        }
        call.say().table(HEAD, keys.stream().map(key -> row(key, used)).toList());
        for (KeyProposal each : waiting) {
            call.say().line("waits: " + each.id() + "  " + each.fingerprint() + " of " + each.person()
                    + ", for " + each.lifetime().toDays() + " days");
        }
        return call.say().done("* the one you use now. A new one: ssh gw keys add < new.pub");
    }

    private int list(List<RegisteredKey> keys) {
        if (call.say().json()) {
            return call.say().json(Json.array(keys.stream().map(key -> json(key, "")).toList()));
        }
        call.say().table(HEAD, keys.stream().map(key -> row(key, "")).toList());
        return Say.DONE;
    }

    private static Json.Obj json(RegisteredKey key, String used) {
        return Json.object().put("fingerprint", key.fingerprint().value()).put("line", key.line())
                .put("inUse", key.fingerprint().value().equals(used)).put("origin", key.origin().code())
                .put("since", key.since().toString()).put("lastUsed", key.lastUsed().map(Instant::toString))
                .put("expires", key.expires().map(Instant::toString)).build();
    }

    private static List<String> row(RegisteredKey key, String used) {
        return List.of(key.fingerprint().value().equals(used) ? "*" : "", key.fingerprint().value(),
                key.line().split(" ", 2)[0], from(key.origin()), Times.shown(key.since()),
                key.lastUsed().map(day -> day.toString().substring(0, 10)).orElse("never"),
                key.expires().map(Times::shown).orElse("-"));
    }

    private static String from(Origin origin) {
        return switch (origin) {
            case FILE -> "directory file";
            case SALLYPORT -> "added here";
            case KEYCLOAK -> "Keycloak";
        };
    }
}
