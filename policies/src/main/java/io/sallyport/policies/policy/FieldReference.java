package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldSpec;
import io.sallyport.policies.field.FieldTable;
import java.util.ArrayList;
import java.util.List;

/** The tables of docs/formats/policy.md, made of the field table: one for each block. */
final class FieldReference {

    private FieldReference() {}

    /** Markdown between {@code <!-- fields:BLOCK -->} and {@code <!-- end -->}. */
    static String of(Block block) {
        List<String> lines = new ArrayList<>(
                List.of("| Field | Value | Missing means | |", "|---|---|---|---|"));
        for (FieldSpec field : FieldTable.of(block)) {
            lines.add("| `" + field.name() + "` | " + field.type().text() + " | "
                    + (field.required() ? "error" : field.missing().orElse("")) + " | " + field.meaning()
                    + " |");
        }
        return String.join("\n", lines);
    }
}
