package io.sallyport.broker.console;

import java.util.List;

/**
 * What a search found.
 *
 * @param more it found more than it shows
 */
record SearchView(String query, List<Hit> hits, boolean more) {
    SearchView {
        hits = List.copyOf(hits);
    }
}
