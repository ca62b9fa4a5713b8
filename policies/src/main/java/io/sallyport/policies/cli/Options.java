package io.sallyport.policies.cli;

import io.sallyport.policies.yaml.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What was typed after the command: folders and options with values. */
final class Options {

    private static final String JSON = "--json";

    private final Map<String, List<String>> values = new HashMap<>();
    private final List<String> folders = new ArrayList<>();
    private boolean json;

    private Options() {}

    /** Reads words. @throws UsageException when an option is unknown or lacks its value */
    static Options read(List<String> words, List<String> known) {
        var options = new Options();
        Iterator<String> left = words.iterator();
        while (left.hasNext()) {
            String word = left.next();
            if (word.equals(JSON)) {
                options.json = true;
            } else if (known.contains(word)) {
                if (!left.hasNext()) {
                    throw new UsageException(word + " needs a value");
                }
                options.values.computeIfAbsent(word, _ -> new ArrayList<>()).add(left.next());
            } else if (word.startsWith("-")) {
                throw new UsageException("there is no option '" + word + "'"
                        + Suggestion.nearest(word, known).map(near -> "; did you mean " + near + "?")
                                .orElse(""));
            } else {
                options.folders.add(word);
            }
        }
        return options;
    }

    boolean json() {
        return json;
    }

    /** Whether no folder was named. */
    boolean isEmpty() {
        return folders.isEmpty();
    }

    Path folder() {
        return folders(1, "name one policy folder").getFirst();
    }

    List<Path> folders(int count, String usage) {
        if (folders.size() != count) {
            throw new UsageException(usage);
        }
        return folders.stream().map(Path::of).toList();
    }

    List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    Optional<String> one(String option) {
        List<String> given = all(option);
        if (given.size() > 1) {
            throw new UsageException(option + " is given twice");
        }
        return given.stream().findFirst();
    }

    String required(String option) {
        return one(option).orElseThrow(() -> new UsageException(option + " is missing"));
    }

    static <T> T parsed(String option, String text, Function<String, Optional<T>> parse) {
        return parse.apply(text)
                .orElseThrow(() -> new UsageException("'" + text + "' can't stand after " + option));
    }
}
