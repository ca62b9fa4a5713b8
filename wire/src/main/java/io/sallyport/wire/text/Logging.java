package io.sallyport.wire.text;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The one way our programs log: to standard error, one JSON line per event. */
public final class Logging {
    /** Held here because the JDK forgets the level of a logger nobody refers to. */
    private static final Logger ROOT = Logger.getLogger("");

    private Logging() {}

    /** Replaces every handler of the root logger. Called once, first thing in {@code main}. */
    public static void install() {
        install(Level.INFO);
    }

    /** As {@link #install()}, from the given level on. */
    public static void install(Level level) {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new OneLineFormatter());
        console.setLevel(Level.ALL);
        ROOT.addHandler(console);
        ROOT.setLevel(level);
    }
}
