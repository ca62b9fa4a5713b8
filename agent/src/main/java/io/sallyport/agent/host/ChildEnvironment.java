package io.sallyport.agent.host;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The whole environment of an engineer's process, made from nothing: it inherits no variable. */
final class ChildEnvironment {
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final String ROOT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ChildEnvironment() {}

    /** @param slave path of the terminal, when there is one */
    static Map<String, String> of(SpawnRequest request, Optional<String> slave) {
        LocalAccount account = request.account();
        Map<String, String> variables = new TreeMap<>(request.extra());
        variables.put("HOME", account.home());
        variables.put("USER", account.name());
        variables.put("LOGNAME", account.name());
        variables.put("SHELL", account.shell());
        variables.put("PATH", account.root() ? ROOT_PATH : PATH);
        variables.put("SSH_CONNECTION", request.sshConnection());
        variables.put("SALLYPORT_SESSION", request.session().value());
        request.pty().ifPresent(pty -> variables.put("TERM", pty.term()));
        slave.ifPresent(path -> variables.put("SSH_TTY", path));
        return variables;
    }
}
