package io.sallyport.wire.control;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantCodec;
import io.sallyport.policies.grant.GrantFormatException;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rights inside a message, spelt exactly as inside a grant (docs/formats/grant.md). They go through the grant's own codec, inside a grant
 * that says nothing else: one spelling, one set of bounds, and what no grant could carry is refused here too. Pure.
 */
final class RightsField {
    private static final String FIELD = "rights";

    private RightsField() {}

    /** @throws GrantFormatException more than a grant carries */
    static Json.Obj json(Rights rights) {
        Grant carrier = carrier(rights);
        var _ = GrantCodec.encode(carrier);
        return GrantCodec.json(carrier).object(FIELD);
    }

    /** @throws ControlFormatException not rights, or not their canonical content */
    static Rights read(Json.Obj json) throws ControlFormatException {
        Map<String, Json> fields = new LinkedHashMap<>(
                GrantCodec.json(carrier(Rights.tightest())).fields());
        fields.put(FIELD, json);
        try {
            return GrantCodec.decode(new Json.Obj(fields).canonical()).rights();
        } catch (GrantFormatException e) {
            throw new ControlFormatException("rights that no grant could carry", e);
        }
    }

    private static Grant carrier(Rights rights) {
        return new Grant(Grant.VERSION, new GrantId("g-" + "a".repeat(26)), Grant.Kind.STANDARD,
                new PersonName("x"), new OrganisationName("x"), new TargetName("x"), new LoginName("x"),
                Instant.EPOCH, Instant.EPOCH.plusSeconds(1), Duration.ofSeconds(1), "x", Optional.empty(),
                "x",
                "0".repeat(64), new RuleId("none"), List.of(), List.of(), rights, Duration.ofSeconds(1), 0,
                List.of());
    }
}
