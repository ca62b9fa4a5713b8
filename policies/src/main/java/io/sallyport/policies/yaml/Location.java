package io.sallyport.policies.yaml;

/**
 * A place in a text file.
 *
 * @param file name as the user knows it
 * @param line from 1
 * @param column from 1
 */
public record Location(String file, int line, int column) {
    /** {@code file:line:column}, as editors understand it. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
