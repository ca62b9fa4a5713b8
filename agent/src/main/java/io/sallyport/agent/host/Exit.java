package io.sallyport.agent.host;

/**
 * How a process ended. The two cases are never folded into one number, because SSH reports them
 * apart (RFC 4254 §6.10): {@code exit 137} and death by SIGKILL are different facts.
 */
public sealed interface Exit {
    /** It returned {@code code}, 0 to 255. */
    record Status(int code) implements Exit {}

    /** A signal ended it. {@code name} is without "SIG", as SSH writes it, or a plain number. */
    record Signal(String name, boolean core) implements Exit {}

    /** Reads what {@code waitpid(2)} reports for a process that has ended. */
    static Exit ofWaitStatus(int status) {
        int signal = status & 0x7f;
        return signal == 0
                ? new Status((status >> 8) & 0xff)
                : new Signal(SignalNames.name(signal), (status & 0x80) != 0);
    }
}
