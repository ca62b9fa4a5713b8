package io.sallyport.agent.host;

import java.util.List;
import java.util.OptionalInt;

/** Signal numbers of Linux on x86-64 and aarch64, which agree, and their names without "SIG". */
final class SignalNames {
    static final int HUP = 1;
    static final int KILL = 9;
    static final int TERM = 15;
    static final int CONT = 18;
    static final int STOP = 19;

    private static final List<String> NAMES = List.of("", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS",
            "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
            "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

    private SignalNames() {}

    static String name(int signal) {
        return signal > 0 && signal < NAMES.size() ? NAMES.get(signal) : Integer.toString(signal);
    }

    /** Empty for a name that is not in the table; real-time signals are not sent by name. */
    static OptionalInt number(String name) {
        int index = NAMES.indexOf(name);
        return index > 0 ? OptionalInt.of(index) : OptionalInt.empty();
    }
}
