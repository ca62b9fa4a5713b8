package io.sallyport.policies.grant;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One pattern over the names of an absolute path. */
final class PathPattern {

    private static final int MOST_CHARACTERS = 1024;

    private PathPattern() {}

    /** What is wrong with a pattern, in words for the author of a policy; empty when nothing is. */
    static Optional<String> problem(String pattern) {
        Optional<List<String>> names = pattern.length() > MOST_CHARACTERS ? Optional.empty() : names(pattern);
        if (names.isEmpty()) {
            return Optional.of("a path pattern is an absolute path, without . or .. and without // inside");
        }
        List<String> all = names.get();
        for (int i = 0; i < all.size(); i++) {
            boolean last = i == all.size() - 1;
            if (all.get(i).contains("**") && !(last && all.get(i).equals("**"))) {
                return Optional.of("** stands alone, as the last name");
            }
        }
        return Optional.empty();
    }

    static void require(String pattern) {
        problem(pattern).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    /** The names of an absolute path in normal form; empty when it is none. The root has no names. */
    static Optional<List<String>> names(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        if (path.equals("/")) {
            return Optional.of(List.of());
        }
        List<String> names = Arrays.asList(path.substring(1).split("/", -1));
        boolean normal = names.stream()
                .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
        return normal ? Optional.of(names) : Optional.empty();
    }

    static boolean matches(String pattern, List<String> names) {
        List<String> wanted = names(pattern).orElseThrow();
        boolean open = !wanted.isEmpty() && wanted.getLast().equals("**");
        int fixed = open ? wanted.size() - 1 : wanted.size();
        if (open ? names.size() < fixed : names.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (!Glob.matches(wanted.get(i), names.get(i))) {
                return false;
            }
        }
        return true;
    }
}
