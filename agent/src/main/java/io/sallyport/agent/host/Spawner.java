package io.sallyport.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts processes on terminals and pipes. Safe for many threads. */
final class Spawner {
    private final Poller poller;
    private final NativeBuffer.Pool buffers = new NativeBuffer.Pool();
    private final long ownUid;
    private final Preamble preamble;

    /** @param ownUid the agent's effective uid */
    Spawner(Poller poller, long ownUid) {
        this.poller = poller;
        this.ownUid = ownUid;
        this.preamble = Preamble.locate(ownUid == 0);
    }

    boolean servesOnlyItself() {
        return ownUid != 0;
    }

    /** @param cage file to join, or empty */
    HostProcess spawn(SpawnRequest request, String cage) {
        if (servesOnlyItself() && request.account().uid() != ownUid) {
            throw new HostException("an agent that is not root serves only its own account");
        }
        List<String> start = Preamble.startEnvironment(request);
        return request.pty()
                .map(pty -> onTerminal(request, pty, start, cage))
                .orElseGet(() -> {
                    Map<String, String> variables = ChildEnvironment.of(request, Optional.empty());
                    return onPipes(preamble.argv(request, variables, cage), start);
                });
    }

    private HostProcess onTerminal(SpawnRequest request, PtyRequest pty, List<String> start, String cage) {
        Fd master = openFd(Native.require("posix_openpt", Libc.openMaster()));
        try {
            String slave = master.with(Libc::slaveName);
            Native.require("TIOCSWINSZ", master.with(fd -> Terminal.setSize(fd, pty.size())));
            own(slave, request.account());
            Map<String, String> variables = ChildEnvironment.of(request, Optional.of(slave));
            int pid = SpawnCalls.onTerminal(slave, preamble.argv(request, variables, cage), start);
            return new HostProcess(ChildExit.watch(pid, poller), new FdInput(master), Optional.empty(),
                    new FdOutput(master, true), Optional.of(new Terminal(master, slave)));
        } catch (IOException e) {
            master.close();
            throw new HostException("a terminal could not be made ready", e);
        } catch (HostException e) {
            master.close();
            throw e;
        }
    }

    /** The account must be able to open its own terminal again, as tmux and gpg do; /dev/pts is root's alone. */
    private void own(String slave, LocalAccount account) throws IOException {
        if (!servesOnlyItself()) {
            Files.setAttribute(Path.of(slave), "unix:uid", (int) account.uid());
        }
    }

    /** A program on three pipes, without terminal and without a drop of privileges unless argv does it. */
    HostProcess onPipes(List<String> argv, List<String> environment) {
        try (PipeEnds ends = PipeEnds.open()) {
            int pid = SpawnCalls.onPipes(ends.childInput(), ends.childOutput(), ends.childError(), argv,
                    environment);
            return new HostProcess(ChildExit.watch(pid, poller), new FdInput(openFd(ends.takeOutput())),
                    Optional.of(new FdInput(openFd(ends.takeError()))),
                    new FdOutput(openFd(ends.takeInput()), false), Optional.empty());
        }
    }

    private Fd openFd(int fd) {
        return new Fd(fd, poller, buffers);
    }
}
