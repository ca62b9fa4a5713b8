package io.sallyport.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds OpenSSH's file server where distributions put it. */
final class SftpServer {

    private SftpServer() {}

    /** Debian and Ubuntu; Fedora, RHEL and SUSE; Alpine and Arch; older SUSE. */
    static Optional<Path> find() {
        return Stream
                .of("/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server",
                        "/usr/lib/ssh/sftp-server",
                        "/usr/libexec/sftp-server", "/usr/libexec/ssh/sftp-server")
                .map(Path::of).filter(Files::isExecutable)
                .findFirst();
    }
}
