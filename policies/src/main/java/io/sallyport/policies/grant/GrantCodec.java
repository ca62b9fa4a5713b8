package io.sallyport.policies.grant;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/**
 * A whole grant as canonical JSON (RFC 8785), as it is approved, journalled and kept. One grant has one spelling: whoever hashes the bytes
 * hashes the grant. What of it stands in a certificate is {@link CarriedGrant}. Format: docs/formats/grant.md.
 */
public final class GrantCodec {

    /** As much as a certificate carries, and the lists that may travel beside it. */
    public static final int MOST_BYTES = CarriedGrant.MOST_BYTES + GrantLists.MOST_BYTES;
    /** grant, rights, list of lists, list: with room for nothing else. */
    static final int MOST_DEPTH = 5;
    static final Set<String> FIELDS = Set.of("version", "id", "kind", "person", "organisation", "target",
            "login",
            "not_before", "not_after", "max", "end_reason", "ticket", "reason", "policy", "rule", "requires",
            "approvals", "rights", "lease", "epoch", "must");

    private GrantCodec() {}

    /** The bytes. @throws GrantFormatException no certificate could carry it, even with its lists detached */
    public static byte[] encode(Grant grant) {
        var _ = CarriedGrant.of(grant);
        return json(grant).canonical();
    }

    /** The grant as a JSON object, for records and interfaces. */
    public static Json.Obj json(Grant grant) {
        return fields(grant, RightsCodec.encode(grant.rights())).build();
    }

    static JsonBuilder fields(Grant grant, Json.Obj rights) {
        return Json.object()
                .put("version", grant.version())
                .put("id", grant.id().value())
                .put("kind", grant.kind().text())
                .put("person", grant.person().value())
                .put("organisation", grant.organisation().value())
                .put("target", grant.target().value())
                .put("login", grant.login().value())
                .putSeconds("not_before", grant.notBefore())
                .putSeconds("not_after", grant.notAfter())
                .putSeconds("max", grant.max())
                .put("end_reason", grant.endReason())
                .put("ticket", grant.ticket())
                .put("reason", grant.reason())
                .put("policy", grant.policyHash())
                .put("rule", grant.rule().value())
                .put("requires", Json.strings(grant.requires().stream().map(RuleId::value).toList()))
                .put("approvals", Json.array(grant.approvals().stream().map(GrantCodec::approval).toList()))
                .put("rights", rights)
                .putSeconds("lease", grant.lease())
                .put("epoch", grant.epoch())
                .put("must", Json.strings(grant.must()));
    }

    /**
     * Reads exactly what {@link #encode} writes; entries of {@code must} are kept whether known or not.
     *
     * @throws GrantFormatException for anything else: another version, an unknown or missing field, another spelling
     */
    public static Grant decode(byte[] bytes) {
        try {
            Json.Obj json = JsonParser.parseObject(bytes, MOST_BYTES, MOST_DEPTH).onlyFields(FIELDS);
            Grant grant = grant(json, Set.of());
            if (!Arrays.equals(bytes, encode(grant))) {
                throw new GrantFormatException("not the canonical spelling of a grant");
            }
            return grant;
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new GrantFormatException("not a grant: " + e.getMessage());
        }
    }

    /** @param detached fields of the rights whose lists stand elsewhere */
    static Grant grant(Json.Obj json, Set<ListField> detached) {
        // First of all: the fields of another version may mean something else.
        if (json.number("version") != Grant.VERSION) {
            throw new GrantFormatException("a grant of another version");
        }
        return new Grant(Grant.VERSION, new GrantId(json.string("id")),
                RightsCodec.word(json, "kind", Grant.Kind.values(), Grant.Kind::text),
                new PersonName(json.string("person")), new OrganisationName(json.string("organisation")),
                new TargetName(json.string("target")), new LoginName(json.string("login")),
                time(json, "not_before"),
                time(json, "not_after"), seconds(json, "max"), json.string("end_reason"),
                json.optionalString("ticket"),
                json.string("reason"), json.string("policy"), new RuleId(json.string("rule")),
                json.strings("requires").stream().map(RuleId::new).toList(),
                json.objects("approvals").stream().map(GrantCodec::approval).toList(),
                RightsCodec.decode(json.object("rights"), detached), seconds(json, "lease"),
                json.number("epoch"),
                json.strings("must"));
    }

    private static Json.Obj approval(ApprovedBy approval) {
        return Json.object().put("person", approval.person().value()).putSeconds("at", approval.at()).build();
    }

    private static ApprovedBy approval(Json.Obj json) {
        json.onlyFields("person", "at");
        return new ApprovedBy(new PersonName(json.string("person")), time(json, "at"));
    }

    private static Instant time(Json.Obj json, String field) {
        return Instant.ofEpochSecond(json.number(field));
    }

    private static Duration seconds(Json.Obj json, String field) {
        return Duration.ofSeconds(json.number(field));
    }
}
