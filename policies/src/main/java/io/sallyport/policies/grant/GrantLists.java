package io.sallyport.policies.grant;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The lists of patterns in one grant's rights, as a document of their own: it travels beside a certificate that the grant does not fit
 * into (docs/formats/grant.md, "Detached lists"). The same lists have one spelling and so one hash. Immutable.
 *
 * @param lists of at least one field; neither "anything" nor "nothing", which are short enough to stand in a certificate
 */
public record GrantLists(SortedMap<ListField, List<List<String>>> lists) {

    /** Bytes of the document. Eight of them, with their certificates, fit into one opening. */
    public static final int MOST_BYTES = 48 * 1024;
    /** The object, a list of lists, a list. */
    private static final int MOST_DEPTH = 3;
    private static final Set<String> FIELDS = Arrays.stream(ListField.values()).map(ListField::text)
            .collect(Collectors.toUnmodifiableSet());

    /** @throws IllegalArgumentException a malformed pattern, too many, or no list where one has to be; quotes nothing */
    public GrantLists {
        SortedMap<ListField, List<List<String>>> normal = new TreeMap<>();
        lists.forEach((field, given) -> {
            List<List<String>> held = field.of(field.with(Rights.widest(), given));
            if (!isList(held) || held.size() > PatternLists.MOST_LISTS_IN_GRANT) {
                throw new IllegalArgumentException("no list, or too many, for '" + field.text() + "'");
            }
            normal.put(field, held);
        });
        if (normal.isEmpty()) {
            throw new IllegalArgumentException("no lists at all");
        }
        lists = Collections.unmodifiableSortedMap(normal);
    }

    private static boolean isList(List<List<String>> lists) {
        return !lists.equals(PatternLists.ANY.lists()) && !lists.equals(PatternLists.NONE.lists());
    }

    /** The lists that these rights hold; empty when they hold none. */
    public static Optional<GrantLists> of(Rights rights) {
        SortedMap<ListField, List<List<String>>> held = new TreeMap<>();
        for (ListField field : ListField.values()) {
            if (isList(field.of(rights))) {
                held.put(field, field.of(rights));
            }
        }
        return held.isEmpty() ? Optional.empty() : Optional.of(new GrantLists(held));
    }

    /** Whether the lists of these rights take no more than so many bytes, and no more of them have to match at once than a grant holds. */
    public static boolean fit(Rights rights, int mostBytes) {
        return rights.mostLists() <= Rights.LISTS_IN_GRANT && bytes(rights) <= mostBytes;
    }

    /** How many bytes these rights' lists take as a document; 0 without any. @throws IllegalArgumentException more lists than a grant holds */
    public static int bytes(Rights rights) {
        return of(rights).map(lists -> lists.json().canonical().length).orElse(0);
    }

    /** Whether a grant can carry the lists of these rights. */
    public static boolean fit(Rights rights) {
        return fit(rights, MOST_BYTES);
    }

    /** The document. @throws GrantFormatException when it would exceed {@link #MOST_BYTES} */
    public byte[] encode() {
        byte[] bytes = json().canonical();
        if (bytes.length > MOST_BYTES) {
            throw new GrantFormatException(
                    "lists of " + bytes.length + " bytes, at most " + MOST_BYTES + " are carried");
        }
        return bytes;
    }

    /** The document as an object inside a message; its canonical form is {@link #encode}. */
    public Json.Obj json() {
        JsonBuilder json = Json.object();
        lists.forEach((field, held) -> json.put(field.text(), RightsCodec.lists(held)));
        return json.build();
    }

    /** Reads exactly what {@link #encode} writes. @throws GrantFormatException for anything else */
    public static GrantLists decode(byte[] bytes) {
        try {
            GrantLists lists = of(JsonParser.parseObject(bytes, MOST_BYTES, MOST_DEPTH));
            if (!Arrays.equals(bytes, lists.encode())) {
                throw new GrantFormatException("not the canonical spelling of lists");
            }
            return lists;
        } catch (JsonFormatException e) {
            throw new GrantFormatException("not the lists of a grant: " + e.getMessage());
        }
    }

    /** Reads {@link #json()}. @throws GrantFormatException for anything else, another order inside a list among it */
    public static GrantLists of(Json.Obj json) {
        try {
            json.onlyFields(FIELDS);
            SortedMap<ListField, List<List<String>>> held = new TreeMap<>();
            for (ListField field : ListField.values()) {
                if (json.has(field.text())) {
                    held.put(field, RightsCodec.lists(json, field.text()));
                }
            }
            GrantLists lists = new GrantLists(held);
            var _ = lists.encode();
            if (!lists.json().equals(json)) {
                throw new GrantFormatException("not the canonical content of lists");
            }
            return lists;
        } catch (JsonFormatException | IllegalArgumentException e) {
            throw new GrantFormatException("not the lists of a grant: " + e.getMessage());
        }
    }

    /** Of the document, 64 lower-case hex digits. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encode()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What is left of these rights when all their lists stand elsewhere. */
    public static Rights without(Rights rights) {
        return of(rights).map(lists -> lists.outOf(rights)).orElse(rights);
    }

    /** These rights without the lists: nothing is given where one stood, so whoever forgets about them is too strict. */
    Rights outOf(Rights rights) {
        Rights without = rights;
        for (ListField field : lists.keySet()) {
            without = field.with(without, PatternLists.NONE.lists());
        }
        return without;
    }

    /** These rights with the lists where {@link #outOf} took them away. */
    Rights into(Rights rights) {
        Rights with = rights;
        for (Map.Entry<ListField, List<List<String>>> each : lists.entrySet()) {
            with = each.getKey().with(with, each.getValue());
        }
        return with;
    }

    /** How many of them there are and where, not what they hold. */
    @Override
    public String toString() {
        return "GrantLists" + lists.keySet();
    }
}
