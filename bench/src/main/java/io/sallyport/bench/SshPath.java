package io.sallyport.bench;

import io.sallyport.certsdev.StockSsh;
import java.nio.file.Path;
import java.util.List;

/**
 * One way to reach this machine by ssh.
 *
 * @param name short: D direct, J through a second sshd as jump host, S through Sallyport
 * @param config an ssh_config that has {@code host}
 * @param host what to connect to
 * @param pids of the serving processes, whose children count as theirs
 */
record SshPath(String name, Path config, String host, List<Server> pids) {
    /** A serving process. {@code name} for the table. */
    record Server(String name, long pid) {}

    SshPath {
        pids = List.copyOf(pids);
    }

    StockSsh ssh(java.time.Duration limit) {
        return new StockSsh(config, limit);
    }
}
