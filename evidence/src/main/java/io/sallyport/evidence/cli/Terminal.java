package io.sallyport.evidence.cli;

import java.io.Console;

/** Is a person watching? */
final class Terminal {
    private Terminal() {}

    /** True when standard input and output are a terminal. */
    // A console that is no terminal, and none at all: both happen, depending on the runtime's modules.
    @SuppressWarnings("SystemConsoleNull")
    static boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
