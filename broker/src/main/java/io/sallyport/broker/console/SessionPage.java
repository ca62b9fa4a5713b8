package io.sallyport.broker.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of sessions and the filter it was made with.
 *
 * @param next address of the next page, if any
 */
record SessionPage(List<SessionView> sessions, String provider, String target, boolean live, int number,
        @Nullable String previous, @Nullable String next) {

    boolean filtered() {
        return live || !provider.isEmpty() || !target.isEmpty();
    }
}
