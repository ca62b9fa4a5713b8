package io.sallyport.broker;

import java.util.List;

/** What an operator wrote or set up can't be used. Each line names one problem. Leads to exit code 2. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    ConfigException(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    ConfigException(String line) {
        this(List.of(line));
    }

    List<String> lines() {
        return lines;
    }
}
