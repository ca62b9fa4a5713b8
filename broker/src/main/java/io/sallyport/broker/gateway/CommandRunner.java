package io.sallyport.broker.gateway;

import io.sallyport.broker.commands.Caller;
import io.sallyport.broker.commands.Screen;
import java.util.Optional;

/** Runs what somebody typed after {@code ssh gw}. Blocking; called on virtual threads. */
@FunctionalInterface
public interface CommandRunner {
    /**
     * Runs it to its end.
     *
     * @param line the command; absent when there was none
     * @return the exit code: 0 done, 1 refused, 2 wrong usage, 3 try later
     */
    int run(Caller caller, Optional<String> line, Screen screen);
}
