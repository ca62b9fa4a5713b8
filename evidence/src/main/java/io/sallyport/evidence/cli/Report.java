package io.sallyport.evidence.cli;

import io.sallyport.evidence.log.JournalVerifier;
import io.sallyport.evidence.recording.RecordingHeader;
import io.sallyport.evidence.recording.Totals;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.evidence.text.JsonText;
import io.sallyport.evidence.text.PlainText;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Verdicts as text for people and as JSON for programs. */
final class Report {
    private Report() {}

    static String text(Path file, Verdict verdict, boolean pinned) {
        return switch (verdict) {
            case Verdict.Whole(RecordingHeader header, Totals totals, var end, boolean crashSealed) -> """
                    %s: whole%s
                      session  %s: %s as %s on %s, grant %s, started %s
                      ended    %s%s
                      holds    %d frames in %d chunks, %s%s%s
                      root     %s
                      signed   by %s%s""".formatted(file,
                    crashSealed ? " (sealed after the recorder died)" : "",
                    shown(header.session()), shown(header.person()), shown(header.login()),
                    shown(header.target()),
                    shown(header.grant()), header.startedAt(), end.reason().code(),
                    end.detail().isEmpty() ? "" : ", " + shown(end.detail()), totals.frames(),
                    totals.chunks(),
                    time(totals),
                    totals.elidedBytes() > 0 ? ", " + totals.elidedBytes() + " bytes not kept" : "",
                    totals.gaps() > 0 ? ", " + totals.gaps() + " gap" + (totals.gaps() == 1 ? "" : "s") : "",
                    totals.hash(), header.agentKey(),
                    pinned ? ", as expected" : " (as the recording says; --key checks it)");
            case Verdict.Unfinished(var _, Totals totals, String why) ->
                file + ": UNFINISHED: " + why + ". Good up to byte " + totals.acceptedBytes() + " (chunk "
                        + totals.chunks() + ", signed up to chunk " + totals.signedChunks() + ").";
            case Verdict.Damaged(long chunk, long offset, String why) ->
                file + ": DAMAGED at " + (chunk == 0 ? "the header" : "chunk " + chunk) + " (byte " + offset
                        + "): " + why;
        };
    }

    static String json(Path file, Verdict verdict) {
        String start = "{\"file\":" + JsonText.quote(file.toString()) + ",\"verdict\":";
        return switch (verdict) {
            case Verdict.Whole(RecordingHeader header, Totals totals, var end, boolean crashSealed) ->
                start + "\"whole\"" + header(header) + ",\"end\":" + JsonText.quote(end.reason().code())
                        + ",\"endDetail\":" + JsonText.quote(end.detail()) + ",\"crashSealed\":" + crashSealed
                        + totals(totals) + "}";
            case Verdict.Unfinished(var header, Totals totals, String why) ->
                start + "\"unfinished\"" + header.map(Report::header).orElse("") + ",\"why\":"
                        + JsonText.quote(why)
                        + totals(totals) + "}";
            case Verdict.Damaged(long chunk, long offset, String why) ->
                start + "\"damaged\",\"chunk\":" + chunk
                        + ",\"offset\":" + offset + ",\"why\":" + JsonText.quote(why) + "}";
        };
    }

    private static String header(RecordingHeader header) {
        return ",\"session\":" + JsonText.quote(header.session()) + ",\"person\":"
                + JsonText.quote(header.person())
                + ",\"login\":" + JsonText.quote(header.login()) + ",\"target\":"
                + JsonText.quote(header.target())
                + ",\"grant\":" + JsonText.quote(header.grant()) + ",\"serial\":\""
                + Long.toUnsignedString(header.serial()) + "\",\"startedAt\":\"" + header.startedAt()
                + "\",\"key\":\""
                + header.agentKey() + "\"";
    }

    private static String totals(Totals totals) {
        return ",\"acceptedBytes\":" + totals.acceptedBytes() + ",\"chunks\":" + totals.chunks()
                + ",\"signedChunks\":"
                + totals.signedChunks() + ",\"frames\":" + totals.frames() + ",\"rawBytes\":"
                + totals.rawBytes()
                + ",\"elidedBytes\":" + totals.elidedBytes() + ",\"gaps\":" + totals.gaps() + ",\"micros\":"
                + totals.micros() + ",\"root\":\"" + totals.hash() + "\"";
    }

    static String text(Path dir, JournalVerifier.Outcome outcome, boolean pinned) {
        return switch (outcome) {
            case JournalVerifier.Outcome.Whole(var checkpoint, long size, long unsigned, String key) -> """
                    %s: whole
                      entries  %d, of which %d signed%s
                      root     %s (of the last checkpoint, %s)
                      signed   by %s%s""".formatted(dir, size, checkpoint.size(),
                    unsigned == 0 ? "" : "; the last " + unsigned + " are guarded by check sums only",
                    checkpoint.root(),
                    checkpoint.at(), key,
                    pinned ? ", as expected" : " (as the journal says; --journal-key checks it)");
            case JournalVerifier.Outcome.Damaged(long index, String why) ->
                dir + ": DAMAGED at entry " + index + ": " + shown(why);
        };
    }

    static String json(Path dir, JournalVerifier.Outcome outcome) {
        String start = "{\"journal\":" + JsonText.quote(dir.toString()) + ",\"verdict\":";
        return switch (outcome) {
            case JournalVerifier.Outcome.Whole(var checkpoint, long size, long unsigned, String key) ->
                start + "\"whole\",\"size\":" + size + ",\"signed\":" + checkpoint.size() + ",\"unsigned\":"
                        + unsigned
                        + ",\"root\":\"" + checkpoint.root() + "\",\"signedAt\":\"" + checkpoint.at()
                        + "\",\"key\":\""
                        + key + "\"}";
            case JournalVerifier.Outcome.Damaged(long index, String why) ->
                start + "\"damaged\",\"index\":" + index + ",\"why\":" + JsonText.quote(why) + "}";
        };
    }

    static String unreadable(Path path, String why) {
        return "{\"file\":" + JsonText.quote(path.toString()) + ",\"verdict\":\"unreadable\",\"why\":"
                + JsonText.quote(why) + "}";
    }

    static String why(Exception failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return cause instanceof NoSuchFileException
                ? "there is no such file"
                : String.valueOf(cause.getMessage());
    }

    private static String shown(String text) {
        return PlainText.visible(text);
    }

    private static String time(Totals totals) {
        Duration length = Duration.ofMillis(totals.micros() / 1000);
        return String.format("%d:%02d:%02d", length.toHours(), length.toMinutesPart(),
                length.toSecondsPart());
    }
}
