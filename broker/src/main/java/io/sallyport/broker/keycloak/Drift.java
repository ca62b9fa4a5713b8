package io.sallyport.broker.keycloak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which fields of one thing are not as wanted; puts what is wanted into its representation. For one use by one thread. */
final class Drift {
    private final List<String> fields = new ArrayList<>();

    <T> Drift want(String field, @Nullable T is, T wanted, Consumer<T> set) {
        if (!wanted.equals(is)) {
            fields.add(field);
            set.accept(wanted);
        }
        return this;
    }

    Step step(String thing) {
        return new Step(thing, fields.isEmpty() ? Step.Outcome.AS_WANTED : Step.Outcome.CHANGED, fields);
    }
}
