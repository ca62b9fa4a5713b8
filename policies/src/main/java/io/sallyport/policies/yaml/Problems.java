package io.sallyport.policies.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects everything that is wrong, so that all of it can be shown in one go. Not safe for many threads. */
public final class Problems {
    private static final Comparator<Problem> ORDER = Comparator
            .comparing((Problem problem) -> problem.at().file())
            .thenComparingInt(problem -> problem.at().line())
            .thenComparingInt(problem -> problem.at().column()).thenComparing(Problem::code)
            .thenComparing(Problem::message);

    private final List<Problem> found = new ArrayList<>();

    public void error(Location at, String code, String message) {
        found.add(new Problem(at, Problem.Severity.ERROR, code, message, Optional.empty()));
    }

    public void error(Location at, String code, String message, String hint) {
        found.add(new Problem(at, Problem.Severity.ERROR, code, message, Optional.of(hint)));
    }

    public void warning(Location at, String code, String message) {
        found.add(new Problem(at, Problem.Severity.WARNING, code, message, Optional.empty()));
    }

    public void add(Problem problem) {
        found.add(problem);
    }

    public void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    /** How many errors there are so far: compare before and after to know whether a step went well. */
    public long errors() {
        return found.stream().filter(Problem::isError).count();
    }

    /** In the order of files, lines and columns. */
    public List<Problem> all() {
        return found.stream().sorted(ORDER).toList();
    }
}
