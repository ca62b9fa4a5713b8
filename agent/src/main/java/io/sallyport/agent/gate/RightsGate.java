package io.sallyport.agent.gate;

import io.sallyport.agent.host.Command;
import io.sallyport.agent.host.SpawnRequest;
import io.sallyport.policies.grant.Recording;
import io.sallyport.policies.grant.Rights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what the effective rights of a session admit: one place for every kind of channel (HOST-5). Immutable. */
public final class RightsGate {

    private static final String ASK = ". Ask for a grant that has it: ssh gw request --help";

    private final Rights rights;
    private final Optional<Path> sftpServer;
    /** By the name of a right: a sentence about what took it from the grant. */
    private final Map<String, String> narrowed;
    private final HostPrograms programs = new HostPrograms();

    /** @param sftpServer OpenSSH's file server on this host */
    RightsGate(Rights rights, Optional<Path> sftpServer) {
        this(rights, sftpServer, Map.of());
    }

    private RightsGate(Rights rights, Optional<Path> sftpServer, Map<String, String> narrowed) {
        this.rights = rights;
        this.sftpServer = sftpServer;
        this.narrowed = narrowed;
    }

    /**
     * The gate of narrower rights of the same session.
     *
     * @param fields in which they differ from these
     * @param text for an engineer who misses them
     */
    RightsGate narrowed(Rights narrower, List<String> fields, String text) {
        Map<String, String> all = new HashMap<>(narrowed);
        String why = text.isBlank() ? "It became narrower while you worked." : "It became narrower: " + text;
        fields.forEach(field -> all.put(field, why));
        return new RightsGate(narrower, sftpServer, Map.copyOf(all));
    }

    /** This gate, for rights of which the host's ceiling took these fields: to ask for another grant would not help. */
    RightsGate underCeiling(List<String> fields) {
        Map<String, String> all = new HashMap<>(narrowed);
        fields.forEach(field -> all.put(field, "This host's ceiling does not have it, whatever is granted."));
        return new RightsGate(rights, sftpServer, Map.copyOf(all));
    }

    Rights rights() {
        return rights;
    }

    /** What the rights say to this use of a channel. */
    public ChannelVerdict verdict(ChannelUse use) {
        Optional<String> noTerminal = use.terminal() ? terminalRefusal() : Optional.empty();
        if (noTerminal.isPresent()) {
            return new ChannelVerdict.Refused(noTerminal.get());
        }
        return switch (use) {
            case ChannelUse.Shell _ -> shell();
            case ChannelUse.Exec(String command, _) -> exec(command);
            case ChannelUse.Unreadable _ ->
                new ChannelVerdict.Refused("The command is longer than 32 KiB or is not UTF-8 text.");
            case ChannelUse.Files _ -> sftp();
        };
    }

    /** Why an open channel has to end now that {@code before} no longer holds and these do; empty when it may go on. */
    Optional<String> lost(ChannelUse use, RightsGate before) {
        ChannelVerdict now = verdict(use);
        return switch (now) {
            case ChannelVerdict.Refused(String text) -> Optional.of(text);
            case ChannelVerdict.Allowed _ when use instanceof ChannelUse.Files ->
                // The file server took its rights when it was started.
                now.equals(before.verdict(use))
                        ? Optional.empty()
                        : Optional.of("File transfer is for reading only now. Open it again.");
            case ChannelVerdict.Allowed _ -> elevation() == before.elevation()
                    ? Optional.empty()
                    // What was started with the way to root open cannot be told to forget it.
                    : Optional.of("This grant has no sudo" + because("sudo", ".") + " Open it again.");
        };
    }

    private String because(String right, String otherwise) {
        String text = narrowed.get(right);
        return text == null ? otherwise : ". " + text;
    }

    /** Why there is no terminal, if there is none. */
    public Optional<String> terminalRefusal() {
        return rights.pty()
                ? Optional.empty()
                : Optional.of("This grant has no terminal" + because("pty", ASK));
    }

    public ChannelVerdict shell() {
        return rights.shell()
                ? new ChannelVerdict.Allowed(new Command.LoginShell())
                : new ChannelVerdict.Refused("This grant has no shell" + because("shell", ASK));
    }

    /** @param command exactly as it would be run */
    public ChannelVerdict exec(String command) {
        if (rights.exec().isAny()) {
            return new ChannelVerdict.Allowed(new Command.ShellLine(command));
        }
        // With patterns in force no shell may see the line: it could read it differently than the patterns
        // did.
        return rights.exec().words(command).map(programs::run)
                .orElse(new ChannelVerdict.Refused(
                        "This grant does not have this command" + because("exec", ASK)));
    }

    /** The file server runs as the login, so the account's own permissions hold; reading only is its own switch. */
    public ChannelVerdict sftp() {
        if (sftpServer.isEmpty()) {
            return new ChannelVerdict.Refused("This target has no file server (sftp-server of OpenSSH).");
        }
        if (!rights.sftp().paths().isAny()) {
            return new ChannelVerdict.Refused(
                    "This grant limits file transfer to some folders, which this target's agent cannot enforce yet.");
        }
        String program = sftpServer.get().toString();
        return switch (rights.sftp().mode()) {
            case NONE -> new ChannelVerdict.Refused("This grant has no file transfer" + because("sftp", ASK));
            case READ -> new ChannelVerdict.Allowed(new Command.Program(List.of(program, "-R")));
            case READ_WRITE -> new ChannelVerdict.Allowed(new Command.Program(List.of(program)));
        };
    }

    public Recording.InputMode inputMode() {
        return rights.record().input();
    }

    /** Longest time without traffic, if there is one. */
    Optional<Duration> idle() {
        return rights.idle();
    }

    SpawnRequest.Elevation elevation() {
        // A list of commands would need a sudo rule of its own; until there is one, only the whole right
        // opens the way.
        return rights.sudo().isAny()
                ? SpawnRequest.Elevation.AS_THE_HOST_ALLOWS
                : SpawnRequest.Elevation.BARRED;
    }
}
