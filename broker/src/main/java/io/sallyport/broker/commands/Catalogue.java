package io.sallyport.broker.commands;

import static io.sallyport.broker.identity.Role.ADMINISTRATOR;
import static io.sallyport.broker.identity.Role.APPROVER;
import static io.sallyport.broker.identity.Role.AUDITOR;
import static io.sallyport.broker.identity.Role.ENGINEER;
import static io.sallyport.broker.identity.Role.MANAGER;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.policy.PersonKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every command there is, and which roles may use it: one screen to check. */
final class Catalogue {
    /**
     * @param roles one of them is needed; empty: everybody
     * @param company everybody inside the company may use it too
     */
    record Entry(String name, String summary, List<Role> roles, boolean company,
            Function<Call, GatewayCommand> make) {
        boolean openTo(Person person) {
            return forKind(person) && holds(person);
        }

        /** What a service account may not do takes somebody who thinks. */
        boolean forKind(Person person) {
            return person.kind() == PersonKind.HUMAN || FOR_SERVICES.contains(name);
        }

        private boolean holds(Person person) {
            return roles.isEmpty() || roles.stream().anyMatch(person::is) || (company && person.internal());
        }

        String roleNames() {
            return roles.stream().map(Role::code).collect(Collectors.joining(" or "));
        }
    }

    /** Commands that service accounts may use: to ask for access, to use it, and to see how it stands. */
    private static final Set<String> FOR_SERVICES = Set.of("setup", "whoami", "targets", "request", "status",
            "cancel", "cert", "show", "sessions", "end", "revoke");
    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    static {
        add("setup", "lines for your ssh_config and known_hosts", List.of(), SetupCommand::new);
        add("whoami", "who you are here, and what you may do", List.of(), WhoamiCommand::new);
        add("keys", "your registered keys: list, add, rotate, remove", List.of(), KeysCommand::new);
        add("tokens", "API tokens for scripts: list, create, revoke", List.of(), TokensCommand::new);
        add("console", "a one-time code to sign in to the web console", List.of(), ConsoleCommand::new);
        add("account", "a link to your account: password, one-time codes, passkeys", List.of(),
                AccountCommand::new);
        add("targets", "targets you may ask for", List.of(ENGINEER), TargetsCommand::new);
        add("request", "ask for access to a target", List.of(ENGINEER), RequestCommand::new);
        add("status", "your requests and grants", List.of(ENGINEER), StatusCommand::new);
        add("cancel", "take a request back", List.of(ENGINEER), CancelCommand::new);
        add("confirm", "show beforehand what a target or your account wants besides your key", List.of(),
                ConfirmCommand::new);
        add("cert", "a certificate for your key, for clients without a jump host", List.of(ENGINEER),
                CertCommand::new);
        // Groups that are told of emergencies need no role; nor do sponsors.
        company("inbox", "requests, emergencies and whatever else waits for you", List.of(APPROVER, MANAGER),
                InboxCommand::new);
        add("show", "one request or session in full", List.of(), ShowCommand::new);
        add("approve", "approve a request", List.of(APPROVER), ApproveCommand::new);
        add("deny", "deny a request", List.of(APPROVER), DenyCommand::new);
        add("revoke", "take a grant back, and end its sessions",
                List.of(ENGINEER, APPROVER, ADMINISTRATOR), RevokeCommand::new);
        company("review", "emergency access: what has to be reviewed, and your finding",
                List.of(APPROVER, AUDITOR), ReviewCommand::new);
        add("policy", "the policy in force, and one that waits for a second person",
                List.of(APPROVER, ADMINISTRATOR, AUDITOR),
                PolicyCommand::new);
        add("maintenance", "declared maintenance: list, declare, end",
                List.of(APPROVER, ADMINISTRATOR, AUDITOR),
                MaintenanceCommand::new);
        add("people", "who is held, and who soon will be", List.of(ADMINISTRATOR, AUDITOR),
                PeopleCommand::new);
        // A sponsor ends their own engagements, and needs no role.
        company("offboard", "a person, a provider or an engagement leaves; the proofs",
                List.of(ADMINISTRATOR, AUDITOR), OffboardCommand::new);
        add("invite", "invite people to a provider, and answer for it", List.of(), InviteCommand::new);
        add("roster", "a provider's people, and that they still are", List.of(), RosterCommand::new);
        add("service", "accounts for automation: list, make, their keys", List.of(), ServiceCommand::new);
        add("sessions", "sessions, live and past", List.of(), SessionsCommand::new);
        add("note", "write a note on a session", List.of(), NoteCommand::new);
        add("end", "end a live session", List.of(ENGINEER, APPROVER, ADMINISTRATOR), EndCommand::new);
        add("play", "replay a session in this terminal", List.of(AUDITOR, APPROVER), PlayCommand::new);
        add("cast", "a session as asciicast v3 on stdout", List.of(AUDITOR, APPROVER),
                ExportCommand.Cast::new);
        add("transcript", "a session as plain text on stdout", List.of(AUDITOR, APPROVER),
                ExportCommand.Text::new);
        add("recording", "the sealed recording file on stdout, for offline proof", List.of(AUDITOR, APPROVER),
                ExportCommand.Raw::new);
        add("verify", "prove that a recording is whole", List.of(AUDITOR, APPROVER), VerifyCommand::new);
    }

    private Catalogue() {}

    private static void add(String name, String summary, List<Role> roles,
            Function<Call, GatewayCommand> make) {
        ENTRIES.put(name, new Entry(name, summary, roles, false, make));
    }

    private static void company(String name, String summary, List<Role> roles,
            Function<Call, GatewayCommand> make) {
        ENTRIES.put(name, new Entry(name, summary, roles, true, make));
    }

    static Optional<Entry> find(String name) {
        return Optional.ofNullable(ENTRIES.get(name));
    }

    static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /** The commands this person may use, in the order of the table. */
    static List<Entry> of(Person person) {
        return ENTRIES.values().stream().filter(entry -> entry.openTo(person)).toList();
    }
}
