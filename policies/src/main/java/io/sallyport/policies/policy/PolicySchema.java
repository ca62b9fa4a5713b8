package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldSpec;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.field.FieldType;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * JSON Schema (2020-12) for editors, made of the field table: of the format, or of one folder with its labels, groups, windows and profiles
 * as the values that may stand. One schema serves all files of a folder. It helps while typing; what counts is the compiler.
 */
public final class PolicySchema {
    private static final String DURATION = "^([0-9]{1,4}h)?([0-9]{1,5}m)?([0-9]{1,6}s)?$";
    /** In one schema a field's form depends on its block alone, so each block is written once. */
    private static final List<Block> FILES = List.of(Block.POLICY, Block.VOCABULARY, Block.PROFILES,
            Block.RULES, Block.TESTS);

    private final Words words;

    private PolicySchema(Words words) {
        this.words = words;
    }

    /** Of the format, with any name where a folder declares names. */
    public static Json.Obj ofFormat() {
        return new PolicySchema(Words.none()).schema();
    }

    /** Of one folder. */
    public static Json.Obj of(PolicySnapshot snapshot) {
        return new PolicySchema(snapshot.words()).schema();
    }

    private Json.Obj schema() {
        JsonBuilder properties = Json.object();
        List<String> formats = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>(Set.of("format"));
        for (Block file : FILES) {
            for (FieldSpec field : FieldTable.of(file)) {
                if (field.name().equals("format")) {
                    formats.addAll(((FieldType.Words) field.type()).words());
                } else if (seen.add(field.name())) {
                    properties.put(field.name(), described(field));
                }
            }
        }
        properties.put("format",
                Json.object().put("enum", Json.strings(List.copyOf(new TreeSet<>(formats)))));
        for (String name : List.of("windows", "calendars")) {
            properties.put(name, Json.object().put("type", "object")
                    .put("description", "Of windows.yaml."));
        }
        return Json.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Sallyport policy, format 1")
                .put("type", "object")
                .put("properties", properties)
                .put("required", Json.strings(List.of("format")))
                .put("additionalProperties", false)
                .put("$defs", blocks())
                .build();
    }

    private Json.Obj blocks() {
        JsonBuilder blocks = Json.object();
        for (Block block : Block.values()) {
            if (!FILES.contains(block) && block != Block.WINDOWS) {
                blocks.put(id(block), block(block));
            }
        }
        return blocks.build();
    }

    private Json.Obj block(Block block) {
        JsonBuilder properties = Json.object();
        FieldTable.of(block).forEach(field -> properties.put(field.name(), described(field)));
        // Without a folder nobody knows what it declares.
        boolean open = words.vocabulary().labels().isEmpty()
                && Set.of(Block.WHERE, Block.TEST_HOST, Block.TICKET, Block.TEST_TICKET).contains(block);
        SortedMap<String, Optional<Set<String>>> declared = switch (block) {
            case WHERE, TEST_HOST -> words.vocabulary().labels();
            case TICKET, TEST_TICKET -> words.vocabulary().ticket();
            default -> new TreeMap<>();
        };
        declared.forEach((name, values) -> properties.put(name, choice(values
                .<Json>map(known -> Json.object().put("enum", Json.strings(sorted(known))).build())
                .orElseGet(PolicySchema::text), true)));
        JsonBuilder json = Json.object().put("type", "object").put("properties", properties)
                .put("required", Json.strings(FieldTable.of(block).stream().filter(FieldSpec::required)
                        .map(FieldSpec::name).filter(name -> block != Block.TEST_FACTS).toList()));
        return json.put("additionalProperties", open).build();
    }

    private Json described(FieldSpec field) {
        Json.Obj type = (Json.Obj) type(field.type());
        JsonBuilder json = Json.object().put("description",
                field.meaning() + field.missing().map(text -> " Missing: " + text + ".").orElse(""));
        type.fields().forEach(json::put);
        return json.build();
    }

    private Json type(FieldType type) {
        return switch (type) {
            case FieldType.Text(int least, int most) -> Json.object().put("type", "string")
                    .put("minLength", least).put("maxLength", most).build();
            case FieldType.Form(String pattern, String what) -> {
                Json one = Json.object().put("type", "string").put("pattern", "^(" + pattern + ")$").build();
                yield what.startsWith("list of") ? choice(one, false) : one;
            }
            case FieldType.Time _ ->
                Json.object().put("type", "string").put("pattern", DURATION).build();
            case FieldType.Flag _ -> Json.object().put("type", "boolean").build();
            case FieldType.Count(int least, int most) -> Json.object().put("type", "integer")
                    .put("minimum", least).put("maximum", most).build();
            case FieldType.Words(List<String> known) ->
                Json.object().put("enum", Json.strings(known)).build();
            case FieldType.Names(FieldType.Source source, boolean not) -> choice(name(source), not);
            case FieldType.Name(FieldType.Source source) -> name(source);
            case FieldType.Patterns _ ->
                either(Json.object().put("enum", Json.strings(List.of("none", "any")))
                        .build(), list(text()));
            case FieldType.PathPatterns _ -> choice(text(), false);
            case FieldType.Nested(Block block) -> reference(block);
            case FieldType.Many(Block block, boolean single) ->
                single ? either(reference(block), list(reference(block))) : list(reference(block));
            case FieldType.Named(FieldType each, String _) -> Json.object().put("type", "object")
                    .put("additionalProperties", type(each)).build();
            case FieldType.Either(FieldType word, FieldType other, String _) ->
                either(type(word), type(other));
        };
    }

    private Json name(FieldType.Source source) {
        Vocabulary vocabulary = words.vocabulary();
        return switch (source) {
            case EXTERNAL_GROUP -> oneOf(vocabulary.external());
            case INTERNAL_GROUP -> oneOf(vocabulary.internal());
            case APPROVERS -> vocabulary.internal().isEmpty()
                    ? text()
                    : oneOf(with(vocabulary.internal(), ApprovalReader.TARGET_OWNER));
            case WINDOW -> words.windows().isEmpty() && vocabulary.external().isEmpty()
                    ? text()
                    : oneOf(with(words.windows(), TimeWindow.MAINTENANCE));
            case PROFILE -> oneOf(words.profiles());
            case PERSON, PROVIDER, LOGIN, NETWORK, VALUE -> text();
        };
    }

    private static List<String> with(Collection<String> names, String more) {
        return Stream.concat(names.stream(), Stream.of(more)).toList();
    }

    private static Json oneOf(Collection<String> names) {
        return names.isEmpty() ? text() : Json.object().put("enum", Json.strings(sorted(names))).build();
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().sorted().toList();
    }

    private static Json text() {
        return Json.object().put("type", "string").build();
    }

    private static Json list(Json item) {
        return Json.object().put("type", "array").put("items", item).build();
    }

    private static Json either(Json... forms) {
        return Json.object().put("anyOf", Json.array(List.of(forms))).build();
    }

    /** One, a list of them, or with {@code not} all but them. */
    private static Json choice(Json one, boolean not) {
        Json some = Json.object().put("type", "array").put("items", one).put("minItems", 1).build();
        return not
                ? either(one, some, Json.object().put("type", "object")
                        .put("properties", Json.object().put("not", either(one, some)))
                        .put("required", Json.strings(List.of("not")))
                        .put("additionalProperties", false).build())
                : either(one, some);
    }

    private static Json reference(Block block) {
        return Json.object().put("$ref", "#/$defs/" + id(block)).build();
    }

    private static String id(Block block) {
        return block.name().toLowerCase(Locale.ROOT);
    }
}
