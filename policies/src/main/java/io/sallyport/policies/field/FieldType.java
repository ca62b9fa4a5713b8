package io.sallyport.policies.field;

import java.util.List;

/** What may stand in a field. */
public sealed interface FieldType {
    /** For the reference. */
    String text();

    /** Free text of one line. */
    record Text(int least, int most) implements FieldType {
        @Override
        public String text() {
            return "text of " + least + " to " + most + " characters";
        }
    }

    /** Text of a form; {@code pattern} is a regular expression that JSON Schema and Java read alike. */
    record Form(String pattern, String text) implements FieldType {}

    /** {@code 90m}, {@code 1h30m}; the bounds are for people. */
    record Time(String least, String most) implements FieldType {
        @Override
        public String text() {
            return "duration, " + least + " to " + most;
        }
    }

    /** {@code true} or {@code false}. */
    record Flag() implements FieldType {
        @Override
        public String text() {
            return "`true`, `false`";
        }
    }

    /** A whole number, bounds inclusive. */
    record Count(int least, int most) implements FieldType {
        @Override
        public String text() {
            return least + " to " + most;
        }
    }

    /** One of these. */
    record Words(List<String> words) implements FieldType {
        public Words {
            words = List.copyOf(words);
        }

        @Override
        public String text() {
            return String.join(", ", words.stream().map(word -> "`" + word + "`").toList());
        }
    }

    /** Names that the folder declares or the inventory knows: one, or a list that means any of them. */
    record Names(Source source, boolean not) implements FieldType {
        @Override
        public String text() {
            return source.text + (not ? "; `not`" : "");
        }
    }

    /** One name. */
    record Name(Source source) implements FieldType {
        @Override
        public String text() {
            return source.one;
        }
    }

    /** {@code none}, {@code any}, or a list of patterns. */
    record Patterns(String text) implements FieldType {}

    /** A list of paths. */
    record PathPatterns() implements FieldType {
        @Override
        public String text() {
            return "list of path patterns";
        }
    }

    /** A block of its own. */
    record Nested(Block block) implements FieldType {
        @Override
        public String text() {
            return "block, below";
        }
    }

    /** A list of blocks. {@code single}: one may stand without a list. */
    record Many(Block block, boolean single) implements FieldType {
        @Override
        public String text() {
            return "list of blocks, below";
        }
    }

    /** Names of somebody's choice, each with something of this type. */
    record Named(FieldType each, String text) implements FieldType {}

    /** A word or something longer. */
    record Either(FieldType word, FieldType other, String text) implements FieldType {}

    /** Where names come from. */
    enum Source {
        EXTERNAL_GROUP("external groups", "an external group"), INTERNAL_GROUP("internal groups",
                "an internal group"), APPROVERS("internal groups or `target-owner`",
                        "an internal group or `target-owner`"), PERSON("names of people",
                                "a person"), PROVIDER("names of organisations", "an organisation"), LOGIN(
                                        "accounts, no wildcards", "an account"), NETWORK(
                                                "addresses or networks, `192.0.2.0/24`", "a network"), WINDOW(
                                                        "windows of windows.yaml, `declared-maintenance`",
                                                        "a window"), PROFILE("profiles",
                                                                "a profile of profiles.yaml"), VALUE(
                                                                        "declared values",
                                                                        "a declared value");

        private final String text;
        private final String one;

        Source(String text, String one) {
            this.text = text;
            this.one = one;
        }
    }
}
