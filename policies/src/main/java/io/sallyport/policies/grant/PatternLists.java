package io.sallyport.policies.grant;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * "All of these lists must match": a value passes when in every list at least one pattern matches it.
 *
 * <p>No list means anything passes; an empty list means nothing does. Held this way the meet is a plain union of
 * lists and can't widen by construction. Intersecting the patterns themselves could: two lists without a common
 * pattern may still have common values, and a rank (none, list, any) beside a list gives two truths to merge.
 *
 * <p>Always in normal form, so that equal meaning under the meet is equality: patterns sorted, lists sorted, and no
 * list kept that contains all patterns of another one (the shorter list already says more).
 */
record PatternLists(List<List<String>> lists) {

    static final PatternLists ANY = new PatternLists(List.of());
    static final PatternLists NONE = new PatternLists(List.of(List.of()));

    /** Lists a grant may carry: a rule, its profile, the limits, a few tightening rules and the approver. */
    static final int MOST_LISTS_IN_GRANT = 16;
    /** Twice that, so that a host can always meet a grant with its ceiling. */
    static final int MOST_LISTS = 32;
    /** Patterns in one list: bounds the work of comparing lists; in bytes they are bounded by whoever carries them. */
    static final int MOST_PATTERNS = 1024;

    PatternLists {
        lists = normal(lists);
        if (lists.size() > MOST_LISTS) {
            throw new IllegalArgumentException("more than " + MOST_LISTS + " lists");
        }
    }

    static PatternLists of(List<String> patterns) {
        return new PatternLists(List.of(patterns));
    }

    private static List<List<String>> normal(List<List<String>> lists) {
        var sorted = new TreeSet<List<String>>(PatternLists::compare);
        for (List<String> list : lists) {
            if (list.size() > MOST_PATTERNS) {
                throw new IllegalArgumentException("more than " + MOST_PATTERNS + " patterns in one list");
            }
            sorted.add(List.copyOf(new TreeSet<>(list)));
        }
        // Sorted by size first, so a list can only be made redundant by one that is already kept.
        List<List<String>> kept = new ArrayList<>();
        for (List<String> list : sorted) {
            Set<String> all = new HashSet<>(list);
            if (kept.stream().noneMatch(all::containsAll)) {
                kept.add(list);
            }
        }
        return List.copyOf(kept);
    }

    private static int compare(List<String> a, List<String> b) {
        if (a.size() != b.size()) {
            return Integer.compare(a.size(), b.size());
        }
        for (int i = 0; i < a.size(); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    PatternLists meet(PatternLists other) {
        List<List<String>> both = new ArrayList<>(lists);
        both.addAll(other.lists);
        return new PatternLists(both);
    }

    boolean isAny() {
        return lists.isEmpty();
    }

    boolean isNone() {
        return !lists.isEmpty() && lists.getFirst().isEmpty();
    }

    /** For lists in normal form, without bringing them into it once more: this is asked for each file and command. */
    static boolean allow(List<List<String>> lists, Predicate<String> patternMatches) {
        return lists.stream().allMatch(list -> list.stream().anyMatch(patternMatches));
    }

    /** For people: {@code any}, {@code none}, or the lists joined by "and also one of". */
    String text() {
        if (isAny()) {
            return "any";
        }
        if (isNone()) {
            return "none";
        }
        return String.join("; and also one of ",
                lists.stream().map(list -> String.join(", ", list)).toList());
    }
}
