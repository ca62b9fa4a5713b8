package io.sallyport.broker.departure;

import io.sallyport.broker.session.SessionSummary;
import java.util.List;

/**
 * What an off-boarding takes away, if it is ordered now.
 *
 * @param title what leaves, for people
 * @param engagements those that end with it
 * @param leavers everybody it takes something from
 * @param sessions those that end
 * @param warnings what it leaves without an owner, as sentences
 */
public record Reach(Kind kind, String subject, String title, List<String> engagements, List<Leaver> leavers,
        List<SessionSummary> sessions, List<String> warnings) {
    public Reach {
        engagements = List.copyOf(engagements);
        leavers = List.copyOf(leavers);
        sessions = List.copyOf(sessions);
        warnings = List.copyOf(warnings);
    }

    public int keys() {
        return leavers.stream().mapToInt(leaver -> leaver.keys().size()).sum();
    }

    public int grants() {
        return leavers.stream().mapToInt(leaver -> leaver.grants().size()).sum();
    }

    public int requests() {
        return leavers.stream().mapToInt(leaver -> leaver.requests().size()).sum();
    }

    public int tokens() {
        return leavers.stream().mapToInt(leaver -> leaver.tokens().size()).sum();
    }

    public long consoleSessions() {
        return leavers.stream().mapToLong(Leaver::consoleSessions).sum();
    }
}
