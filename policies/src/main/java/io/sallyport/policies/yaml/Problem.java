package io.sallyport.policies.yaml;

import java.util.Optional;

/**
 * Something wrong in a file that a person wrote.
 *
 * @param code stable, for searching: never renamed
 * @param message what is wrong, with the offending value where that helps
 * @param hint what to do instead
 */
public record Problem(Location at, Severity severity, String code, String message, Optional<String> hint) {
    /** What is quoted from the file may hold anything: only what a terminal shows as it stands is kept. */
    public Problem {
        message = visible(message);
        hint = hint.map(Problem::visible);
    }

    private static String visible(String text) {
        if (text.codePoints().allMatch(Problem::isVisible)) {
            return text;
        }
        var shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.appendCodePoint(isVisible(c) ? c : '?'));
        return shown.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /** An error keeps the file from being used; a warning does not. */
    public enum Severity {
        ERROR, WARNING;

        String word() {
            return this == ERROR ? "error" : "warning";
        }
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code file:line:column: error [code] message}, and the hint on an indented line of its own. */
    @Override
    public String toString() {
        return at + ": " + severity.word() + " [" + code + "] " + message
                + hint.map(text -> "\n    " + text).orElse("");
    }
}
