package io.sallyport.broker.console;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a sign-in may end: on a page of this console, and nowhere else. An address is taken apart into nothing: it either looks like one of our own
 * routes, character for character, or it is not used. Immutable.
 */
final class ReturnPaths {
    private static final int LONGEST = 300;
    private static final Pattern PARAMETER = Pattern.compile(":[A-Za-z]+");
    private static final String PART = "[A-Za-z0-9_~-][A-Za-z0-9._~-]*";
    private static final String QUERY = "(\\?[A-Za-z0-9=&._~-]*)?";

    private final List<Pattern> pages;

    /** @param endpoints those of which the pages are admitted */
    ReturnPaths(List<Endpoint> endpoints) {
        this.pages = endpoints.stream().filter(Endpoint::safe).map(Endpoint::path)
                .filter(path -> !path.startsWith("/api/") && !path.startsWith("/sign-in")
                        && !path.contains("*"))
                .map(ReturnPaths::pattern).toList();
    }

    private static Pattern pattern(String path) {
        StringBuilder regex = new StringBuilder();
        for (String part : path.substring(1).split("/", -1)) {
            regex.append('/').append(PARAMETER.matcher(part).matches() ? PART : Pattern.quote(part));
        }
        return Pattern.compile(regex + QUERY);
    }

    boolean admits(String path) {
        return path.length() <= LONGEST && pages.stream().anyMatch(page -> page.matcher(path).matches());
    }
}
