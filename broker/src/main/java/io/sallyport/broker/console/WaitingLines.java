package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.service.Sighting;
import io.sallyport.broker.waiting.Waiting;
import io.sallyport.policies.id.OrganisationName;
import java.time.Instant;
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
            case Waiting.ServiceEnds(Person account, Instant _, boolean _) -> look(waiting, account);
            case Waiting.ServiceUnowned(Person account) -> look(waiting, account);
            case Waiting.KeyElsewhere(Person account, Sighting _) -> look(waiting, account);
            case Waiting.InvitationAsked(Invitation invitation) ->
                line(waiting, "/providers/" + invitation.provider() + "#invitations", "Look");
            case Waiting.RosterDue(OrganisationName provider, Instant _, boolean _) ->
                line(waiting, "/providers/" + provider + "#roster", "Look");
        };
    }

    private static WaitingLine look(Waiting waiting, Person account) {
        return line(waiting, ServiceRoutes.page(account.name()), "Look");
    }

    private static WaitingLine line(Waiting waiting, String href, String label) {
        return new WaitingLine(waiting.kind(), Text.plain(sentence(waiting)), href, label);
    }

    // A line that begins with somebody's name keeps it as it is spelt.
    private static String sentence(Waiting waiting) {
        String text = waiting.text();
        return waiting instanceof Waiting.InvitationAsked
                ? text
                : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
