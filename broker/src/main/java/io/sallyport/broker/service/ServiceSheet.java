package io.sallyport.broker.service;

import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything about a service account, for somebody who may see it.
 *
 * @param holds why it lets nobody in; empty while nothing holds it
 * @param sighting where a key of it was refused last, because it never comes from there
 * @param changes the viewer may change it: an administrator, and it is none of the directory file
 * @param answers the viewer registers and removes its keys
 */
public record ServiceSheet(Person account, Set<Hold> holds, List<RegisteredKey> keys,
        Optional<Sighting> sighting, boolean changes, boolean answers) {
    public ServiceSheet {
        holds = Set.copyOf(holds);
        keys = List.copyOf(keys);
    }

    /** What a human has not. */
    public ServiceAccount service() {
        return account.service().orElseThrow();
    }

    /** {@code active}, {@code disabled}, or {@code held: } and why, in codes. */
    public String state() {
        return holds.isEmpty()
                ? account.enabled() ? "active" : "disabled"
                : "held: " + holds.stream().map(Hold::code).sorted().collect(Collectors.joining(", "));
    }

    /** The groups as they are written, in order. */
    public List<String> groupTexts() {
        return account.groups().stream().map(GroupName::value).sorted().toList();
    }

    /** The day on which one of its keys was last proven, as its first instant. */
    public Optional<Instant> lastUsed() {
        return keys.stream().flatMap(key -> key.lastUsed().stream()).max(Instant::compareTo);
    }

    /** For scripts, the same for the command and over REST. Field names are a promise. */
    public Json.Obj json() {
        JsonBuilder json = Json.object().put("account", account.name().value())
                .put("title", account.fullName()).put("organisation", account.organisation().value())
                .put("origin", account.origin().code()).put("state", state())
                .put("owner", service().owner().value()).put("until", service().until().toString())
                .put("networks", Json.strings(service().networkTexts()))
                .put("groups", Json.strings(groupTexts()))
                .put("keys", Json.array(keys.stream().map(ServiceSheet::json).toList()))
                .put("lastUsed", lastUsed().map(Instant::toString));
        sighting.ifPresent(each -> json.put("refusedElsewhere",
                Json.object().put("source", each.source()).put("at", each.at().toString())));
        return json.build();
    }

    private static Json.Obj json(RegisteredKey key) {
        return Json.object().put("fingerprint", key.fingerprint().value()).put("line", key.line())
                .put("origin", key.origin().code()).put("since", key.since().toString())
                .put("lastUsed", key.lastUsed().map(Instant::toString))
                .put("expires", key.expires().map(Instant::toString)).build();
    }
}
