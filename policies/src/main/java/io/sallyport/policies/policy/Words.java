package io.sallyport.policies.policy;

import java.util.Set;

/** Every word of a folder that its rules may use. */
record Words(Vocabulary vocabulary, Set<String> windows, Set<String> profiles) {
    Words {
        windows = Set.copyOf(windows);
        profiles = Set.copyOf(profiles);
    }

    static Words none() {
        return new Words(Vocabulary.none(), Set.of(), Set.of());
    }
}
