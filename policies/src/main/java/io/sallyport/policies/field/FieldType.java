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
            return source.many() + (not ? "; `not`" : "");
        }
    }

    /** One name. */
    record Name(Source source) implements FieldType {
        @Override
        public String text() {
            return source.one();
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
        EXTERNAL_GROUP, INTERNAL_GROUP, APPROVERS, PERSON, PROVIDER, LOGIN, NETWORK, WINDOW, PROFILE, VALUE;

        private String many() {
            return switch (this) {
                case EXTERNAL_GROUP -> "external groups";
                case INTERNAL_GROUP -> "internal groups";
                case APPROVERS -> "internal groups or `target-owner`";
                case PERSON -> "names of people";
                case PROVIDER -> "names of organisations";
                case LOGIN -> "accounts, no wildcards";
                case NETWORK -> "addresses or networks, `192.0.2.0/24`";
                case WINDOW -> "windows of windows.yaml, `declared-maintenance`";
                case PROFILE -> "profiles of profiles.yaml";
                case VALUE -> "declared values";
            };
        }

        private String one() {
            return switch (this) {
                case EXTERNAL_GROUP -> "an external group";
                case INTERNAL_GROUP -> "an internal group";
                case APPROVERS -> "an internal group or `target-owner`";
                case PERSON -> "a person";
                case PROVIDER -> "an organisation";
                case LOGIN -> "an account";
                case NETWORK -> "a network";
                case WINDOW -> "a window";
                case PROFILE -> "a profile of profiles.yaml";
                case VALUE -> "a declared value";
            };
        }
    }
}
