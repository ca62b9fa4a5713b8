package io.sallyport.agent.host;

import io.sallyport.policies.id.LoginName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Looks accounts up with {@code getent}, so that LDAP or SSSD modules run (and may hang or crash) in
 * a process of their own and not inside the agent, and no carrier thread waits for a directory.
 */
final class Accounts {
    /** A directory that does not answer within this is as good as down; the engineer is waiting. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 2;
    private static final int LONGEST_LINE = 16 * 1024;

    private final Spawner spawner;
    private final long ownUid;

    Accounts(Spawner spawner, long ownUid) {
        this.spawner = spawner;
        this.ownUid = ownUid;
    }

    Optional<LocalAccount> find(LoginName login) {
        return lookUp(login.value())
                // getent also takes a number for a uid; only the very name that was asked for counts.
                .filter(account -> account.name().equals(login.value()))
                .filter(account -> !spawner.servesOnlyItself() || account.uid() == ownUid);
    }

    private Optional<LocalAccount> lookUp(String name) {
        HostProcess getent = spawner.onPipes(List.of("/usr/bin/getent", "passwd", "--", name),
                List.of("PATH=/usr/bin:/bin", "LC_ALL=C"));
        try (getent) {
            getent.closeInput();
            Exit exit = getent.awaitExit(DEADLINE).orElseThrow(() -> late(getent));
            return switch (exit) {
                case Exit.Status(int code) when code == 0 -> LocalAccount.ofPasswdLine(firstLine(getent));
                case Exit.Status(int code) when code == NOT_FOUND -> Optional.empty();
                case Exit.Status(int code) ->
                    throw new HostException("getent passwd ended with status " + code);
                case Exit.Signal(String signal, _) ->
                    throw new HostException("getent passwd was ended by SIG" + signal);
            };
        } catch (InterruptedException e) {
            getent.signal("KILL");
            Thread.currentThread().interrupt();
            throw new HostException("interrupted while the name services were asked", e);
        } catch (IOException e) {
            throw new HostException("the answer of getent could not be read", e);
        }
    }

    private static HostException late(HostProcess getent) {
        getent.signal("KILL");
        return new HostException("the name services did not answer within " + DEADLINE.toSeconds() + " s");
    }

    /** The process has ended and its answer lies in the pipe, which is larger than any line. */
    private static String firstLine(HostProcess getent) throws IOException {
        String answer = new String(getent.output().readNBytes(LONGEST_LINE), StandardCharsets.UTF_8);
        return answer.lines().findFirst().orElse("");
    }
}
