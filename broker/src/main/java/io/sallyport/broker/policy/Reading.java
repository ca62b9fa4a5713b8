package io.sallyport.broker.policy;

import java.util.List;

/** What came of reading a policy. */
public sealed interface Reading {
    /** It may come into force. {@code warnings}: worth reading, one place each. */
    record Good(PolicyVersion version, List<String> warnings) implements Reading {
        public Good {
            warnings = List.copyOf(warnings);
        }
    }

    /** It may not. {@code problems}: all of them, each with its file and line. */
    record Bad(List<String> problems) implements Reading {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
