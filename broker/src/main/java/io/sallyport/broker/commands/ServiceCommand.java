package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.service.LastDay;
import io.sallyport.broker.service.ServiceChange;
import io.sallyport.broker.service.ServiceForm;
import io.sallyport.broker.service.ServiceOutcome;
import io.sallyport.broker.service.ServiceSheet;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code service}: accounts for automation; {@code show}, {@code add}, {@code change}, {@code add-key}, {@code remove-key}. */
@Command(footer = {"", "Examples:", "  ssh gw service", "  ssh gw service show deploy-bot --json",
        "  ssh gw service add deploy-bot --organisation acme --owner mona --until 2027-03-31 \\",
        "      --network 203.0.113.0/24 --group acme/deploy --title '\"Nightly deployment\"'",
        "  ssh gw service add-key deploy-bot --for 90d < bot.pub",
        "  ssh gw service change deploy-bot --until 2027-09-30",
        "  ssh gw service remove-key deploy-bot SHA256:...", "",
        "A service account is asked nothing, comes from its networks only, and is let in by rules with kind: service. It is held while",
        "nobody answers for it. Administrators make and change them; its owner registers keys, after their second factor. To end one:",
        "ssh gw offboard person NAME"})
final class ServiceCommand implements GatewayCommand {
    private static final List<String> HEAD = List.of("ACCOUNT", "ORGANISATION", "STATE", "OWNER", "UNTIL",
            "NETWORKS", "KEYS", "REFUSED ELSEWHERE");
    private static final String USAGE = "ssh gw service, or: show NAME, or: add NAME --organisation O --owner P"
            + " --until DAY --network N [--group G] [--title TEXT], or: change NAME [--owner P] [--until DAY]"
            + " [--network N] [--group G], or: add-key NAME [--for 90d] < bot.pub, or: remove-key NAME SHA256:...";

    private final Call call;

    @Parameters(index = "0", paramLabel = "show|add|change|add-key|remove-key", arity = "0..1", description = "what to do; without it: list")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", description = "which account")
    private Optional<String> name = Optional.empty();
    @Parameters(index = "2", paramLabel = "KEY", arity = "0..1", description = "with remove-key: its fingerprint")
    private Optional<String> key = Optional.empty();
    @Option(names = "--organisation", paramLabel = "ORGANISATION", description = "whose account it is")
    private Optional<String> organisation = Optional.empty();
    @Option(names = "--owner", paramLabel = "PERSON", description = "who answers for it: a human of its organisation or of the company")
    private Optional<String> owner = Optional.empty();
    @Option(names = "--until", paramLabel = "DAY", description = "its last day, such as 2027-03-31 (UTC)")
    private Optional<String> until = Optional.empty();
    @Option(names = "--network", paramLabel = "NETWORK", description = "an address or network it comes from; may be repeated")
    private List<String> networks = List.of();
    @Option(names = "--group", paramLabel = "GROUP", description = "a group it is in; may be repeated")
    private List<String> groups = List.of();
    @Option(names = "--title", paramLabel = "TEXT", description = "what it is for")
    private Optional<String> title = Optional.empty();
    @Option(names = "--for", paramLabel = "DAYS", description = "how long the key lives, such as 90d (default: as long as it may)")
    private Optional<String> lifetime = Optional.empty();

    ServiceCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        if (verb.isEmpty()) {
            return list();
        }
        Optional<PersonName> account = name.flatMap(PersonName::parse);
        if (account.isEmpty()) {
            return call.say().usage(USAGE);
        }
        return switch (verb.get()) {
            case "show" -> show(account.get());
            case "add" -> add(account.get());
            case "change" -> change(account.get());
            case "add-key" -> addKey(account.get());
            case "remove-key" -> key.flatMap(KeyFingerprint::parse)
                    .map(each -> said(
                            call.desks().services().keys().remove(call.person(), account.get(), each)))
                    .orElseGet(() -> call.say().usage(USAGE));
            default -> call.say().usage(USAGE);
        };
    }

    private int list() {
        List<ServiceSheet> all = call.desks().services().desk().sheets(call.person());
        if (call.say().json()) {
            return call.say().json(Json.array(all.stream().map(ServiceSheet::json).toList()));
        }
        if (all.isEmpty()) {
            return call.say().done("There are no service accounts that you may see.");
        }
        call.say().table(HEAD, all.stream().map(ServiceCommand::row).toList());
        return Say.DONE;
    }

    private int show(PersonName which) {
        Optional<ServiceSheet> found = call.desks().services().desk().sheet(call.person(), which);
        if (found.isEmpty()) {
            return call.say().refused("There is no service account '" + which + "' that you may see.");
        }
        ServiceSheet sheet = found.get();
        if (call.say().json()) {
            return call.say().json(sheet.json());
        }
        Person account = sheet.account();
        call.say().lines(List.of(which + ": " + account.fullName() + ", of " + account.organisation(),
                "  state     " + sheet.state(), "  owner     " + sheet.service().owner(),
                "  until     " + Times.shown(sheet.service().until()) + " (exclusive)",
                "  networks  " + String.join(", ", sheet.service().networkTexts()),
                "  groups    " + String.join(", ", sheet.groupTexts())));
        sheet.sighting().ifPresent(each -> call.say().line("  refused   from " + each.source() + " at "
                + Times.shown(each.at()) + ", which is none of its networks: was its key stolen?"));
        for (RegisteredKey each : sheet.keys()) {
            call.say().line("  key       " + each.fingerprint() + ", ends "
                    + each.expires().map(Times::shown).orElse("never") + ", last used "
                    + each.lastUsed().map(Times::shown).orElse("never"));
        }
        return Say.DONE;
    }

    private int add(PersonName which) {
        Optional<OrganisationName> of = organisation.flatMap(OrganisationName::parse);
        if (of.isEmpty() || owner.isEmpty() || until.isEmpty() || networks.isEmpty()) {
            return call.say().usage(USAGE);
        }
        return terms().map(terms -> said(call.desks().services().desk().add(call.person(),
                new ServiceForm(which, title.orElse(which.value()), of.get(),
                        new ServiceAccount(terms.owner().orElseThrow(), terms.until().orElseThrow(),
                                terms.networks().orElseThrow()),
                        terms.groups().orElse(Set.of())))))
                .orElseGet(this::unclear);
    }

    private int change(PersonName which) {
        if (owner.isEmpty() && until.isEmpty() && networks.isEmpty() && groups.isEmpty()) {
            return call.say().usage(USAGE);
        }
        return terms()
                .map(change -> said(call.desks().services().desk().change(call.person(), which, change)))
                .orElseGet(this::unclear);
    }

    // What was written, read; empty when something of it can't be.
    private Optional<ServiceChange> terms() {
        Optional<PersonName> person = owner.flatMap(PersonName::parse);
        Optional<Instant> end = until.flatMap(LastDay::end);
        Optional<List<Cidr>> nets = all(networks, Cidr::parse);
        Optional<List<GroupName>> in = all(groups, GroupName::parse);
        boolean clear = owner.isPresent() == person.isPresent() && until.isPresent() == end.isPresent()
                && nets.isPresent() && in.isPresent()
                && networks.size() <= ServiceAccount.MOST_NETWORKS;
        return clear
                ? Optional.of(new ServiceChange(person, end, nets.filter(each -> !each.isEmpty()),
                        in.filter(each -> !each.isEmpty()).map(Set::copyOf)))
                : Optional.empty();
    }

    private int unclear() {
        return call.say()
                .usage("--owner takes a name, --until a day such as 2027-03-31, --network an address or"
                        + " network such as 203.0.113.0/24 (at most " + ServiceAccount.MOST_NETWORKS
                        + "), --group the name of a group such as acme/deploy.");
    }

    private static <T> Optional<List<T>> all(List<String> texts, Function<String, Optional<T>> parse) {
        List<T> parsed = texts.stream().flatMap(text -> parse.apply(text).stream()).toList();
        return parsed.size() == texts.size() ? Optional.of(parsed) : Optional.empty();
    }

    private int addKey(PersonName which) {
        Optional<Duration> wish = lifetime.flatMap(Times::duration);
        if (lifetime.isPresent() && wish.isEmpty()) {
            return call.say().usage("--for takes days, such as 90d.");
        }
        Optional<String> line = PipedLine.first(call.say().screen().in());
        if (line.isEmpty()) {
            return call.say().usage(
                    "Give the line of the .pub file on standard input: ssh gw service add-key NAME < bot.pub");
        }
        return said(call.desks().services().keys().add(call.person(), which, line.get(), wish,
                call.shownLately()));
    }

    private int said(ServiceOutcome outcome) {
        return switch (outcome) {
            case ServiceOutcome.Done(Person account) -> call.say().json()
                    ? show(account.name())
                    : call.say().done(account.name() + ": until "
                            + Times.shown(account.service().orElseThrow().until()) + ", from "
                            + String.join(", ", account.service().orElseThrow().networkTexts())
                            + ". Its keys: ssh gw service add-key " + account.name() + " < bot.pub");
            case ServiceOutcome.KeyAdded(Person account, KeyFingerprint added, Instant expires) ->
                key(account, added, "added", ": added, until " + Times.shown(expires) + ".");
            case ServiceOutcome.KeyRemoved(Person account, KeyFingerprint removed) ->
                key(account, removed, "removed", ": removed.");
            case ServiceOutcome.Refused(ServiceOutcome.Reason reason, String text) ->
                reason == ServiceOutcome.Reason.PROOF_NEEDED
                        ? call.say().refused(text + " Like this: ssh -t gw confirm")
                        : reason == ServiceOutcome.Reason.BAD_FORM || reason == ServiceOutcome.Reason.BAD_KEY
                                ? call.say().usage(text)
                                : call.say().refused(text);
        };
    }

    private int key(Person account, KeyFingerprint which, String how, String text) {
        return call.say().json()
                ? call.say().json(Json.object().put(how, which.value()).put("account", account.name().value())
                        .build())
                : call.say().done(which + text);
    }

    private static List<String> row(ServiceSheet sheet) {
        Person account = sheet.account();
        return List.of(account.name().value(), account.organisation().value(), sheet.state(),
                sheet.service().owner().value(), Times.shown(sheet.service().until()),
                String.join(" ", sheet.service().networkTexts()), String.valueOf(sheet.keys().size()),
                sheet.sighting().map(each -> each.source() + " " + Times.shown(each.at())).orElse(""));
    }
}
