package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.waiting.Waiting;
import java.util.List;

/** What waits as the inbox shows it: the words of the commands, with links instead of what to type. Safe for many threads. */
final class WaitingLines {
    private final WaitingList list;

    WaitingLines(WaitingList list) {
        this.list = list;
    }

    List<WaitingLine> of(Person viewer) {
        return list.of(viewer).stream().map(WaitingLines::line).toList();
    }

    private static WaitingLine line(Waiting waiting) {
        return switch (waiting) {
            case Waiting.KeyWaits _ -> line(waiting, "/keys", "Decide");
            case Waiting.HeldSoon _ -> line(waiting, "", "");
            case Waiting.InvitationAsked _,Waiting.RosterDue _ -> line(waiting, "", "");
        };
    }

    private static WaitingLine line(Waiting waiting, String href, String label) {
        return new WaitingLine(waiting.kind(), Text.plain(sentence(waiting.text())), href, label);
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
