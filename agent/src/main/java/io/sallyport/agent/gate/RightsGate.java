package io.sallyport.agent.gate;

import io.sallyport.agent.host.Command;
import io.sallyport.agent.host.SpawnRequest;
import io.sallyport.policies.grant.Recording;
import io.sallyport.policies.grant.Rights;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Answers what the effective rights of a session admit: one place for every kind of channel (HOST-5). Immutable. */
public final class RightsGate {

    private static final String ASK = " Ask for a grant that has it: ssh gw request --help";

    private final Rights rights;
    private final Optional<Path> sftpServer;
    private final HostPrograms programs = new HostPrograms();

    /** @param sftpServer OpenSSH's file server on this host */
    RightsGate(Rights rights, Optional<Path> sftpServer) {
        this.rights = rights;
        this.sftpServer = sftpServer;
    }

    /** Why there is no terminal, if there is none. */
    public Optional<String> terminalRefusal() {
        return rights.pty() ? Optional.empty() : Optional.of("This grant has no terminal." + ASK);
    }

    public ChannelVerdict shell() {
        return rights.shell()
                ? new ChannelVerdict.Allowed(new Command.LoginShell())
                : new ChannelVerdict.Refused("This grant has no shell." + ASK);
    }

    /** @param command exactly as it would be run */
    public ChannelVerdict exec(String command) {
        if (rights.exec().isAny()) {
            return new ChannelVerdict.Allowed(new Command.ShellLine(command));
        }
        // With patterns in force no shell may see the line: it could read it differently than the patterns
        // did.
        return rights.exec().words(command).map(programs::run)
                .orElse(new ChannelVerdict.Refused("This grant does not have this command." + ASK));
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
            case NONE -> new ChannelVerdict.Refused("This grant has no file transfer." + ASK);
            case READ -> new ChannelVerdict.Allowed(new Command.Program(List.of(program, "-R")));
            case READ_WRITE -> new ChannelVerdict.Allowed(new Command.Program(List.of(program)));
        };
    }

    public Recording.InputMode inputMode() {
        return rights.record().input();
    }

    SpawnRequest.Elevation elevation() {
        // A list of commands would need a sudo rule of its own; until there is one, only the whole right
        // opens the way.
        return rights.sudo().isAny()
                ? SpawnRequest.Elevation.AS_THE_HOST_ALLOWS
                : SpawnRequest.Elevation.BARRED;
    }
}
