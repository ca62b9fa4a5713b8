package io.sallyport.agent.host;

import java.time.Duration;
import java.util.Optional;

/**
 * A process that runs for an engineer. Closing it closes the agent's ends of its streams; what it
 * started is ended by its {@link SessionCage}. Safe for many threads.
 */
public final class HostProcess implements AutoCloseable {
    private final ChildExit exit;
    private final FdInput output;
    private final Optional<FdInput> error;
    private final FdOutput input;
    private final Optional<Terminal> terminal;

    HostProcess(ChildExit exit, FdInput output, Optional<FdInput> error, FdOutput input,
            Optional<Terminal> terminal) {
        this.exit = exit;
        this.output = output;
        this.error = error;
        this.input = input;
        this.terminal = terminal;
    }

    /** Also its session id and process group: every process starts in a session of its own. */
    public int pid() {
        return exit.pid();
    }

    public Optional<Terminal> terminal() {
        return terminal;
    }

    /** What it writes; with a terminal also its errors. */
    public FdInput output() {
        return output;
    }

    /** Its error stream; empty with a terminal. */
    public Optional<FdInput> error() {
        return error;
    }

    public FdOutput input() {
        return input;
    }

    /** See {@link FdOutput#close}. */
    public void closeInput() {
        input.close();
    }

    /**
     * Waits until it has ended and is reaped. Its output may go on: a child in the background can hold
     * the streams, so a caller bounds how long it reads on and then closes.
     */
    public Exit awaitExit() throws InterruptedException {
        return exit.await();
    }

    /** As {@link #awaitExit()}, for at most {@code most}; empty when it still runs then. */
    public Optional<Exit> awaitExit(Duration most) throws InterruptedException {
        return exit.await(most);
    }

    /** How it ended, when it has. */
    public Optional<Exit> exit() {
        return exit.now();
    }

    /**
     * Sends a signal to its process group, as OpenSSH does for RFC 4254 §6.9.
     *
     * @param name without "SIG"
     * @return false when the name is unknown, the process has ended, or the system refused
     */
    public boolean signal(String name) {
        var number = SignalNames.number(name);
        return number.isPresent() && exit.signalGroup(number.getAsInt());
    }

    /** Closes all streams; a terminal hangs up. Idempotent. */
    @Override
    public void close() {
        input.close();
        output.close();
        error.ifPresent(FdInput::close);
    }
}
