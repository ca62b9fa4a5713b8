package io.sallyport.broker.policy;

import java.util.List;
import java.util.Optional;

/** What came of reading a policy. */
public sealed interface Reading {
    /** It may come into force. {@code warnings}: worth reading, one place each. */
    record Good(PolicyVersion version, List<String> warnings) implements Reading {
        public Good {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * It may not.
     *
     * @param problems all of them, each with its file and line
     * @param hash of what was read, as far as it could be; absent when it changed all the time
     */
    record Bad(List<String> problems, Optional<String> hash) implements Reading {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
