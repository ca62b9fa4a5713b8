package io.sallyport.agent.host;

import java.util.Optional;

/**
 * An account of the host as its name services tell it. uid and gid are unsigned 32 bit.
 *
 * @param home absolute path; it need not exist
 * @param shell absolute path
 */
public record LocalAccount(String name, long uid, long gid, String home, String shell) {
    private static final long MAX_ID = 0xffff_fffeL;

    public LocalAccount {
        if (uid < 0 || uid > MAX_ID || gid < 0 || gid > MAX_ID) {
            throw new IllegalArgumentException("uid or gid outside 0 to 4294967294");
        }
        if (!home.startsWith("/") || !shell.startsWith("/")) {
            throw new IllegalArgumentException("home and shell must be absolute paths");
        }
    }

    /** True for uid 0: nothing can be taken away from it. */
    public boolean root() {
        return uid == 0;
    }

    /** Reads a line as {@code getent passwd} prints it; empty when it is not a usable account. */
    static Optional<LocalAccount> ofPasswdLine(String line) {
        String[] fields = line.strip().split(":", -1);
        if (fields.length != 7 || !fields[2].matches("[0-9]{1,10}") || !fields[3].matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        long uid = Long.parseLong(fields[2]);
        long gid = Long.parseLong(fields[3]);
        // passwd(5): no home means the root folder, no shell means /bin/sh.
        String home = fields[5].isEmpty() ? "/" : fields[5];
        String shell = fields[6].isEmpty() ? "/bin/sh" : fields[6];
        boolean usable = uid <= MAX_ID && gid <= MAX_ID && home.startsWith("/") && shell.startsWith("/");
        return usable ? Optional.of(new LocalAccount(fields[0], uid, gid, home, shell)) : Optional.empty();
    }
}
