package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference, the schema and the compiler say the same. {@code -Dgolden.update=true} writes the tables of the reference anew. */
class FieldReferenceTest {
    private static final Path REFERENCE = Path.of("../docs/formats/policy.md");
    private static final Pattern TABLE = Pattern
            .compile("<!-- fields:([A-Z_]+) -->\n(.*?)<!-- end -->", Pattern.DOTALL);

    @Test
    void theReferenceHasEveryFieldOfTheTable() throws IOException {
        String page = Files.readString(REFERENCE);
        Set<Block> missing = EnumSet.allOf(Block.class);
        StringBuilder anew = new StringBuilder();
        Matcher table = TABLE.matcher(page);
        while (table.find()) {
            Block block = Block.valueOf(table.group(1));
            missing.remove(block);
            table.appendReplacement(anew, Matcher.quoteReplacement("<!-- fields:" + block + " -->\n"
                    + FieldReference.of(block) + "\n<!-- end -->"));
        }
        table.appendTail(anew);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(REFERENCE, anew);
        } else {
            assertEquals(anew.toString(), page);
        }
        // windows.yaml has a reader of its own; the others are lists of what the page explains in words.
        assertEquals(
                EnumSet.of(Block.PROFILES, Block.WINDOWS, Block.RULES, Block.TICKET, Block.NOT, Block.RIGHTS),
                missing);
    }

    @Test
    void theSchemaHasEveryFieldAndTheWordsOfTheFolder() {
        Json.Obj blocks = PolicySchema.of(new Folder().with("rules/a.yaml", "allow: []\n").snapshot())
                .object("$defs");
        for (Block block : EnumSet.range(Block.ALLOW, Block.OBSERVER)) {
            String id = block.name().toLowerCase(Locale.ROOT);
            assertTrue(blocks.object(id).object("properties").fields().keySet()
                    .containsAll(FieldTable.names(block)), id);
            assertFalse(blocks.object(id).bool("additionalProperties"), id);
        }
        String where = blocks.object("where").text();
        assertTrue(where.contains("[\"prod\",\"staging\"]") && where.contains("dba-owners"), where);
        assertTrue(blocks.object("who").text().contains("acme/dba"));
        assertTrue(blocks.object("allow").text()
                .contains("[\"business-hours\",\"declared-maintenance\",\"evening\",\"freeze\"]"));
        assertTrue(blocks.object("rule_rights").text().contains("[\"look\"]"));
    }

    @Test
    void theSchemaOfTheFormatNamesNoGroup() {
        Json.Obj schema = PolicySchema.ofFormat();
        assertEquals(List.of("format"), schema.strings("required"));
        assertTrue(schema.object("$defs").object("where").bool("additionalProperties"));
    }
}
