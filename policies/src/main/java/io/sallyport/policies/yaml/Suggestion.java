package io.sallyport.policies.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
public final class Suggestion {
    private static final int MOST_LISTED = 12;

    private Suggestion() {}

    /** {@code did you mean 'x'?} when something is near, else the list of what is known, else nothing. */
    public static Optional<String> hint(String written, Collection<String> known) {
        Optional<String> near = nearest(written, known);
        if (near.isPresent()) {
            return near.map(word -> "did you mean '" + word + "'?");
        }
        List<String> sorted = known.stream().sorted().toList();
        if (sorted.isEmpty() || sorted.size() > MOST_LISTED) {
            return Optional.empty();
        }
        return Optional.of("known: " + String.join(", ", sorted));
    }

    /** The nearest of {@code known}, when it is near enough to be a slip of the fingers. */
    public static Optional<String> nearest(String written, Collection<String> known) {
        int most = Math.max(1, written.length() / 3);
        return known.stream().filter(word -> distance(written, word) <= most)
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Damerau's distance: insertions, deletions, substitutions, and swaps of neighbours. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1,
                        cost[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
