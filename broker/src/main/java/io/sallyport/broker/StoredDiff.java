package io.sallyport.broker;

import io.sallyport.broker.request.StoredDecision;
import io.sallyport.policies.cli.DiffReport;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.PolicyDiff;
import io.sallyport.policies.policy.PolicySnapshot;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;

/** Decides stored requests again under the policy in force and under a candidate, and counts what comes of it. Not safe for many threads. */
final class StoredDiff {
    private final PolicySnapshot inForce;
    private final PolicySnapshot candidate;
    private final DiffReport report;
    private int compared;
    private int movedOn;
    private int notComparable;
    private int notByPolicy;

    StoredDiff(PolicySnapshot inForce, PolicySnapshot candidate, DiffReport report) {
        this.inForce = inForce;
        this.candidate = candidate;
        this.report = report;
    }

    void take(StoredDecision stored) {
        Optional<Decision> kept = kept(stored);
        if (kept.isPresent()) {
            compare(stored, kept.get());
        } else if (stored.notByPolicy()) {
            notByPolicy++;
        } else {
            notComparable++;
        }
    }

    /** The facts of a stored request; empty when they were not kept, or are of a form that this program does not know. */
    static Optional<Decision> kept(StoredDecision stored) {
        try {
            return stored.decision().map(Decision::parse);
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }

    private void compare(StoredDecision stored, Decision then) {
        Facts facts = then.explanation().facts();
        Decision now = inForce.decide(facts);
        PolicyDiff.between(compared, now, candidate.decide(facts)).ifPresent(difference -> report
                .add(difference, Optional.of(new DiffReport.Origin(stored.request(), stored.event(),
                        stored.at()))));
        movedOn += PolicyDiff.between(compared, then, now).isPresent() ? 1 : 0;
        compared++;
    }

    void print(Instant since, boolean json, PrintWriter out) {
        if (json) {
            report.printJson(head(since), out);
        } else {
            printText(since, out);
        }
    }

    private JsonBuilder head(Instant since) {
        return Json.object().put("before", inForce.hash()).put("after", candidate.hash())
                .put("since", since.toString()).put("requests", compared)
                .put("opening", report.opening()).put("moved_on", movedOn)
                .put("not_comparable", notComparable).put("not_by_policy", notByPolicy);
    }

    private void printText(Instant since, PrintWriter out) {
        if (report.opening() > 0) {
            out.println(report.alarm(
                    "!! " + report.opening() + " of " + compared + " requests WOULD GET MORE than now"));
        }
        report.printText(out);
        out.println(compared + " requests since " + since + ", " + report.differences()
                + " would be answered otherwise"
                + (report.differences() == 0 ? "" : ": " + report.summary()));
        out.println("  in force: " + inForce.hash());
        out.println("  candidate: " + candidate.hash());
        line(movedOn, "were answered otherwise when they were asked than the policy in force answers now",
                out);
        line(notComparable, "can't be compared: their facts were not kept, or not in a form known here", out);
        line(notByPolicy, "were refused by something else than policy, which no policy changes", out);
    }

    private static void line(int count, String what, PrintWriter out) {
        if (count > 0) {
            out.println("  " + count + " " + what);
        }
    }

    /** Whether any request would be answered otherwise. */
    boolean changes() {
        return report.differences() > 0;
    }
}
