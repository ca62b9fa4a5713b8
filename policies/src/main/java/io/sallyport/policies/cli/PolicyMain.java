package io.sallyport.policies.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** {@code sallyport policy}: checks a policy folder and explains its decisions. Needs no broker and changes nothing. */
public final class PolicyMain {

    private PolicyMain() {}

    /** Exit code 0: good, or allowed. 1: denied. 2: the folder has errors, or the command is wrong. */
    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new PolicyCommand(out, err, InstantSource.system()).run(arguments));
    }
}
