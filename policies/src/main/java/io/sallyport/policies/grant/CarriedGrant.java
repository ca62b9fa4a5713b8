package io.sallyport.policies.grant;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A grant as its certificate carries it, in the critical option {@code grant@sallyport}: whole when that fits, and otherwise without its
 * lists, which travel beside the certificate and are named here by their hash. The size alone says which, so one grant still has one spelling
 * (docs/formats/grant.md, "Detached lists").
 *
 * @param head the grant; where a list was detached it gives nothing, and {@code must} names {@link Protections#LISTS_DETACHED}
 * @param lists what was detached; empty when the head is the whole grant
 */
public record CarriedGrant(Grant head, Optional<Named> lists) {

    /** Bytes of the option. It travels inside a packet of 32 KiB; a realistic grant has about 1 KiB. */
    public static final int MOST_BYTES = 4096;
    private static final String LISTS = "lists";

    /**
     * The lists a grant names.
     *
     * @param fields where they belong, at least one
     * @param bytes of their document, 1 to {@link GrantLists#MOST_BYTES}
     * @param sha256 of their document, 64 lower-case hex digits
     */
    public record Named(SortedSet<ListField> fields, int bytes, String sha256) {

        public Named {
            fields = Collections.unmodifiableSortedSet(new TreeSet<>(fields));
            if (fields.isEmpty() || bytes < 1 || bytes > GrantLists.MOST_BYTES
                    || !sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("detached lists out of their bounds");
            }
        }
    }

    /**
     * How a certificate carries this grant.
     *
     * @throws GrantFormatException no certificate can: too large even without its lists, or the lists are
     */
    public static CarriedGrant of(Grant grant) {
        if (grant.must().contains(Protections.LISTS_DETACHED)) {
            throw new GrantFormatException("a whole grant that says its lists are detached");
        }
        if (!GrantLists.fit(grant.rights())) {
            throw new GrantFormatException("a grant with more lists than " + Rights.LISTS_IN_GRANT
                    + " of one kind, or of more than " + GrantLists.MOST_BYTES + " bytes");
        }
        CarriedGrant whole = new CarriedGrant(grant, Optional.empty());
        int bytes = whole.json().canonical().length;
        if (bytes <= MOST_BYTES) {
            return whole;
        }
        GrantLists lists = GrantLists.of(grant.rights()).orElseThrow(() -> tooLarge(bytes));
        List<String> must = new ArrayList<>(grant.must());
        must.add(Protections.LISTS_DETACHED);
        CarriedGrant carried = new CarriedGrant(with(grant, lists.outOf(grant.rights()), must),
                Optional.of(new Named(new TreeSet<>(lists.lists().keySet()), lists.encode().length,
                        lists.sha256())));
        int left = carried.json().canonical().length;
        if (left > MOST_BYTES) {
            throw tooLarge(left);
        }
        return carried;
    }

    /** What has to travel beside this grant's certificate. @throws GrantFormatException no certificate can carry the grant */
    public static Optional<GrantLists> beside(Grant grant) {
        return of(grant).lists().flatMap(_ -> GrantLists.of(grant.rights()));
    }

    private static GrantFormatException tooLarge(int bytes) {
        return new GrantFormatException(
                "a grant of " + bytes + " bytes, at most " + MOST_BYTES + " are carried");
    }

    /** The value of the option. */
    public byte[] encode() {
        return json().canonical();
    }

    private Json.Obj json() {
        Set<ListField> detached = lists.map(Named::fields).<Set<ListField>>map(fields -> fields)
                .orElse(Set.of());
        JsonBuilder json = GrantCodec.fields(head, RightsCodec.encode(head.rights(), detached));
        lists.ifPresent(named -> json.put(LISTS,
                Json.object().put("bytes", named.bytes()).put("sha256", named.sha256())));
        return json.build();
    }

    /**
     * Reads exactly what {@link #encode} writes; entries of {@code must} are kept whether known or not.
     *
     * @throws GrantFormatException for anything else
     */
    public static CarriedGrant decode(byte[] bytes) {
        try {
            Json.Obj json = JsonParser.parseObject(bytes, MOST_BYTES, GrantCodec.MOST_DEPTH);
            CarriedGrant carried = json.has(LISTS)
                    ? detached(json)
                    : new CarriedGrant(GrantCodec.grant(json.onlyFields(GrantCodec.FIELDS), Set.of()),
                            Optional.empty());
            if (carried.head.must().contains(Protections.LISTS_DETACHED) != carried.lists.isPresent()) {
                throw new GrantFormatException("detached lists and their protection do not go together");
            }
            if (!Arrays.equals(bytes, carried.encode())) {
                throw new GrantFormatException("not the canonical spelling of a grant");
            }
            return carried;
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new GrantFormatException("not a grant: " + e.getMessage());
        }
    }

    private static CarriedGrant detached(Json.Obj json) {
        Set<String> known = new HashSet<>(GrantCodec.FIELDS);
        known.add(LISTS);
        Json.Obj named = json.onlyFields(known).object(LISTS).onlyFields("bytes", "sha256");
        Set<ListField> fields = RightsCodec.detached(json.object("rights"));
        return new CarriedGrant(GrantCodec.grant(json, fields), Optional.of(new Named(new TreeSet<>(fields),
                Math.toIntExact(named.number("bytes")), named.string("sha256"))));
    }

    /**
     * The whole grant, and the only way to it when lists are detached.
     *
     * @throws GrantFormatException the lists it names are not among {@code beside}, or together they are not the one spelling of a grant; quotes
     *     nothing
     */
    public Grant resolve(DetachedLists beside) {
        if (lists.isEmpty()) {
            return head;
        }
        GrantLists found = beside.named(lists.get().sha256())
                .orElseThrow(() -> new GrantFormatException(
                        "the lists that the grant names by their hash did not come with it"));
        Grant whole = with(head, found.into(head.rights()),
                head.must().stream().filter(name -> !name.equals(Protections.LISTS_DETACHED)).toList());
        if (!of(whole).equals(this)) {
            throw new GrantFormatException("the lists are not those of a grant with this spelling");
        }
        return whole;
    }

    private static Grant with(Grant grant, Rights rights, List<String> must) {
        try {
            return new Grant(grant.version(), grant.id(), grant.kind(), grant.person(), grant.organisation(),
                    grant.target(), grant.login(), grant.notBefore(), grant.notAfter(), grant.max(),
                    grant.endReason(), grant.ticket(), grant.reason(), grant.policyHash(), grant.rule(),
                    grant.requires(), grant.approvals(), rights, grant.lease(), grant.epoch(), must);
        } catch (IllegalArgumentException e) {
            throw new GrantFormatException("not a grant: " + e.getMessage());
        }
    }
}
