package io.sallyport.policies.field;

import java.util.Optional;

/**
 * One field.
 *
 * @param required whether the block is an error without it
 * @param missing what holds when it is left out, for people; empty when that goes without saying
 * @param meaning one sentence
 */
public record FieldSpec(String name, FieldType type, boolean required, Optional<String> missing,
        String meaning) {}
