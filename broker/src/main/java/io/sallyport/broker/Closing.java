package io.sallyport.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Closes what was started, in reverse order, each whatever becomes of the others. Not safe for many threads. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Closing.class.getName());

    private record Part(String name, AutoCloseable part) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    /** Remembers a part and gives it back. */
    <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.part().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                // The root of the shutdown: one part that fails to close must not keep the journal from
                // closing.
                LOG.log(Level.WARNING, "could not close the " + part.name(), e);
            }
        }
    }
}
