package io.sallyport.policies.policy;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Approvals inside a decision's JSON, spelled as in a rule; durations are seconds. */
final class ApprovalCodec {

    private ApprovalCodec() {}

    static Json.Obj encode(Approval approval) {
        return switch (approval) {
            case Approval.Before(List<Approval.Slot> slots) ->
                Json.object().put("before", slots(slots)).build();
            case Approval.Automatic(String reason) -> Json.object().put("automatic", reason).build();
            case Approval.After after -> Json.object()
                    .put("after", slots(after.slots()))
                    .putSeconds("within", after.within())
                    .put("unreviewed", after.unreviewed().text())
                    .put("quota", Json.object().put("count", after.quota().count())
                            .put("days", after.quota().days()))
                    .put("notify", Json.strings(after.told().stream().map(GroupName::value).toList()))
                    .build();
        };
    }

    static Approval decode(Json.Obj json) {
        if (json.has("before")) {
            return new Approval.Before(slots(json.onlyFields("before"), "before"));
        }
        if (json.has("automatic")) {
            return new Approval.Automatic(json.onlyFields("automatic").string("automatic"));
        }
        if (!json.has("after")) {
            throw new JsonFormatException("an approval of no kind");
        }
        json.onlyFields("after", "within", "unreviewed", "quota", "notify");
        Json.Obj quota = json.object("quota").onlyFields("count", "days");
        return new Approval.After(slots(json, "after"), Duration.ofSeconds(json.number("within")),
                DecisionCodec.word(json, "unreviewed", Approval.Unreviewed.values(),
                        Approval.Unreviewed::text),
                new Approval.Quota(Math.toIntExact(quota.number("count")),
                        Math.toIntExact(quota.number("days"))),
                json.strings("notify").stream().map(GroupName::new).toList());
    }

    static Json slots(List<Approval.Slot> slots) {
        return Json.array(slots.stream().map(slot -> Json.object()
                .put("count", slot.count())
                .put("from", slot.group().map(GroupName::value).orElse(ApprovalReader.TARGET_OWNER))
                .build()).toList());
    }

    static List<Approval.Slot> slots(Json.Obj json, String field) {
        return json.objects(field).stream().map(slot -> {
            String from = slot.onlyFields("count", "from").string("from");
            return new Approval.Slot(Math.toIntExact(slot.number("count")),
                    Optional.of(from).filter(name -> !name.equals(ApprovalReader.TARGET_OWNER))
                            .map(GroupName::new));
        }).toList();
    }
}
