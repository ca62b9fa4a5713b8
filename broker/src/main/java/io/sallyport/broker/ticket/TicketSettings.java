package io.sallyport.broker.ticket;

import io.sallyport.policies.grant.Cidr;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The block {@code tickets} of the broker's configuration. Holds no secret: those stay in their files until they are used.
 *
 * @param host name or address literal, as it stands in the URL
 * @param before path up to the id, with its slash
 * @param after the rest of path and query behind the id; may be empty
 * @param tokenFile holds the bearer token, mode 0600
 * @param ids what an id of this system looks like; every id fits {@link #ANY_ID} besides
 * @param fields by the names that the policy's vocabulary declares
 * @param allowed networks that may be connected to although nobody outside has such addresses
 * @param trust PEM certificates of a private CA; absent: those that the JDK trusts
 */
public record TicketSettings(String host, int port, String before, String after, Path tokenFile,
        Optional<Pattern> ids, SortedMap<String, Field> fields, List<Cidr> allowed, Optional<Path> trust) {
    /** Every id: nothing in it has a meaning in a URL or a header. */
    static final Pattern ANY_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * Where one field of a ticket stands in the answer.
     *
     * @param pointer RFC 6901
     * @param values from the ticket system's words to the policy's; a word that is not here stays as it is
     */
    public record Field(String pointer, Map<String, String> values) {
        public Field {
            values = Map.copyOf(values);
        }
    }

    public TicketSettings {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        allowed = List.copyOf(allowed);
    }

    /** Whether this may be asked for at all. */
    boolean admits(String id) {
        return ANY_ID.matcher(id).matches() && ids.map(form -> form.matcher(id).matches()).orElse(true);
    }

    /** What the request line asks for; the id is one that {@link #admits}. */
    String path(String id) {
        return before + id + after;
    }
}
