package io.sallyport.policies.policy;

import io.sallyport.policies.yaml.Problem;
import java.util.List;

/** What became of a policy folder. */
public sealed interface Compiled {
    /** It may be used. {@code warnings} are worth reading. */
    record Valid(PolicySnapshot snapshot, List<Problem> warnings) implements Compiled {
        public Valid {
            warnings = List.copyOf(warnings);
        }
    }

    /** It may not. {@code problems} are all of all files, errors and warnings, in order. */
    record Invalid(List<Problem> problems) implements Compiled {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
