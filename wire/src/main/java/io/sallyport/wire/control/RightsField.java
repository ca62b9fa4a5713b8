package io.sallyport.wire.control;

import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.RightsCodec;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.wire.Limits;

/**
 * Rights inside a message, spelt exactly as inside a grant (docs/formats/grant.md), with their lists: a message has room for them. What no grant
 * could carry is refused here too. Pure.
 */
final class RightsField {
    private RightsField() {}

    /** @throws IllegalArgumentException more than a grant carries */
    static Json.Obj json(Rights rights) {
        Json.Obj json = RightsCodec.encode(rights);
        if (!fits(rights, json)) {
            throw new IllegalArgumentException("rights that no grant could carry");
        }
        return json;
    }

    /** @throws ControlFormatException not rights, or not their canonical content */
    static Rights read(Json.Obj json) throws ControlFormatException {
        try {
            Rights rights = RightsCodec.decode(json);
            if (fits(rights, json) && RightsCodec.encode(rights).equals(json)) {
                return rights;
            }
        } catch (JsonFormatException | IllegalArgumentException | ArithmeticException e) {
            throw new ControlFormatException("not rights", e);
        }
        throw new ControlFormatException("rights that no grant could carry");
    }

    private static boolean fits(Rights rights, Json.Obj json) {
        return GrantLists.fit(rights) && json.canonical().length <= Limits.NARROW_RIGHTS;
    }
}
