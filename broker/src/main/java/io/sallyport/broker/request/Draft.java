package io.sallyport.broker.request;

import io.sallyport.policies.grant.ApprovedBy;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantCodec;
import io.sallyport.policies.grant.GrantFormatException;
import io.sallyport.policies.grant.GrantText;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.yaml.Durations;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A grant as it would be: everything but its id, its absolute times and its approvals.
 *
 * @param template the grant with the id {@link #NO_ID}, from the epoch on, for as long as it would last
 * @param at wished start
 * @param slots whose approval it takes; empty: policy approves by itself
 * @param review the review it takes afterwards; exactly emergency access has one
 */
public record Draft(Grant template, Optional<Instant> at, List<Slot> slots, Optional<ReviewTerms> review) {
    /** Stands where a grant has its id. */
    static final GrantId NO_ID = new GrantId("g-" + "a".repeat(26));
    /** The grant, when, and who has to approve. */
    private static final int LIMIT = GrantCodec.MOST_BYTES + 12 * 1024;
    private static final int DEPTH = 12;

    public Draft {
        slots = List.copyOf(slots);
        if (!template.id().equals(NO_ID) || !template.notBefore().equals(Instant.EPOCH)) {
            throw new IllegalArgumentException("not the template of a draft");
        }
        if (review.isPresent() != (template.kind() == Grant.Kind.BREAK_GLASS)) {
            throw new IllegalArgumentException("emergency access is reviewed, and nothing else is");
        }
    }

    /** Of a request that is no emergency. */
    public Draft(Grant template, Optional<Instant> at, List<Slot> slots) {
        this(template, at, slots, Optional.empty());
    }

    /** How long the grant would last. */
    public Duration duration() {
        return Duration.between(template.notBefore(), template.notAfter());
    }

    /**
     * The grant this becomes.
     *
     * @param now the moment of the last approval
     * @param latest no grant lasts longer, whatever was approved; it changes with time and is no part of what is approved
     * @param duration at most {@link #duration()}
     */
    Grant grant(GrantId id, Instant now, LatestEnd latest, Duration duration, List<ApprovedBy> approvals) {
        Instant from = at.filter(wished -> wished.isAfter(now)).orElse(now);
        Instant asked = from.plus(duration);
        boolean cut = latest.end().isBefore(asked);
        boolean narrowed = duration.compareTo(duration()) < 0;
        String reason = cut
                ? latest.reason()
                : narrowed ? "end of the time approved" : template.endReason();
        return new Grant(template.version(), id, template.kind(), template.person(), template.organisation(),
                template.target(), template.login(), from, cut ? latest.end() : asked, template.max(), reason,
                template.ticket(), template.reason(), template.policyHash(), template.rule(),
                template.requires(), approvals,
                template.rights(), template.lease(), template.epoch(), template.must());
    }

    /**
     * What it would allow, in plain words, one fact per line. Reason and ticket are as people wrote them: sanitise before a
     * terminal.
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        review.ifPresent(terms -> lines.add("EMERGENCY ACCESS, " + terms.text()));
        lines.add(template.person() + " of " + template.organisation() + " wants to work on "
                + template.target() + " as "
                + template.login());
        lines.add("for " + Durations.text(duration()) + ", from "
                + at.map(Instant::toString).orElse("the last approval") + " on");
        lines.add("because: " + template.reason());
        template.ticket().ifPresent(ticket -> lines.add("ticket: " + ticket));
        lines.add("under rule " + template.rule() + ", which wants "
                + (slots.isEmpty()
                        ? "nobody's approval"
                        : String.join(" and ", slots.stream().map(Slot::text).toList())));
        lines.addAll(GrantText.rights(template.rights()));
        return List.copyOf(lines);
    }

    /** As it stands in the journal. */
    Json.Obj json() {
        JsonBuilder json = Json.object().put("at", at.map(Instant::toString)).put("grant", json(template))
                .put("slots", Slot.json(slots));
        review.ifPresent(terms -> json.put("review", terms.json()));
        return json.build();
    }

    /**
     * What {@link #json()} wrote.
     *
     * @throws JsonFormatException anything else
     */
    public static Draft parse(String text) {
        Json.Obj json = JsonParser.parseObject(text, LIMIT, DEPTH).onlyFields("at", "grant", "review",
                "slots");
        return new Draft(grant(json.object("grant")), json.optionalString("at").map(Instant::parse),
                Slot.parse(json.objects("slots")), json.optionalObject("review").map(ReviewTerms::parse));
    }

    /** A grant as an object: the whole of it, whatever its certificate carries. */
    public static Json.Obj json(Grant grant) {
        return JsonParser.parseObject(GrantCodec.encode(grant), LIMIT, DEPTH);
    }

    /**
     * A grant from its object.
     *
     * @throws JsonFormatException it is none
     */
    public static Grant grant(Json.Obj json) {
        try {
            return GrantCodec.decode(json.canonical());
        } catch (GrantFormatException e) {
            throw new JsonFormatException("not a grant: " + e.getMessage());
        }
    }

    /** What approvals bind: SHA-256 (64 hex digits) over the canonical request and this draft. */
    String hash(RequestId id, RequestForm form) {
        JsonBuilder request = Json.object().put("id", id.value()).put("target", form.target().value())
                .put("login", form.login().value()).put("duration", form.duration().toSeconds())
                .put("at", form.at().map(Instant::toString)).put("ticket", form.ticket())
                .put("reason", form.reason());
        // Only when it was asked for, so that what was filed before anybody could ask keeps its hash.
        if (form.breakGlass()) {
            request.put("break_glass", true);
        }
        byte[] all = Json.object().put("request", request).put("draft", json()).canonical();
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
