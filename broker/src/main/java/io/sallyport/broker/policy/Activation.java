package io.sallyport.broker.policy;

import io.sallyport.broker.audit.Actor;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A policy came into force.
 *
 * @param hash of the version, 64 hex digits
 * @param at to the second
 * @param commit as in {@link PolicyVersion}
 * @param by who said so in the end
 * @param operatorUser account of the operating system that wanted it first, as the admin socket tells it
 */
public record Activation(String hash, Instant at, Optional<String> commit, Actor by,
        Optional<String> operatorUser) {
    public Activation {
        if (!hash.matches("[0-9a-f]{64}")
                || commit.filter(each -> !each.matches("[0-9a-f]{40,64}")).isPresent()) {
            throw new IllegalArgumentException("not a hash or not a commit");
        }
    }

    /** {@code {"hash","at","commit"?,"by","operator_user"?}}; {@code at} as ISO 8601, UTC. */
    public Json.Obj json() {
        return Json.object().put("hash", hash).put("at", at.toString()).put("commit", commit)
                .put("by", by.value()).put("operator_user", operatorUser).build();
    }

    static Activation parse(Json.Obj json) {
        try {
            return new Activation(json.string("hash"), Instant.parse(json.string("at")),
                    json.optionalString("commit"), new Actor(json.string("by")),
                    json.optionalString("operator_user"));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new JsonFormatException("not an activation");
        }
    }

    /** One line for people. */
    public String text() {
        return hash + "  " + at + "  " + by + operatorUser.map(user -> " (account " + user + ")").orElse("")
                + commit.map(each -> "  git " + each).orElse("");
    }
}
