package io.sallyport.broker.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as one viewer sees it.
 *
 * @param state stable code
 * @param tone colour of the state
 * @param from wished start; absent: as soon as granted
 * @param until end, when it is known
 * @param allows what the grant allows, one plain sentence each
 * @param hash what an approval binds
 * @param connect the line to type, for the person it was granted to
 * @param waitsFor whose approval is missing; empty once it is decided
 * @param decidable this viewer may decide it now
 * @param emergency absent: it is no emergency
 * @param error what came of the viewer's last try, if it was refused
 */
record RequestView(String id, String state, String stateLabel, String tone, String person, String fullName,
        String initials, String organisation, String target, String login, String duration,
        @Nullable Moment from,
        @Nullable Moment until, Moment asked, String ticket, String reason, List<String> allows, String rule,
        String hash,
        List<TrailStep> trail, @Nullable String connect, String waitsFor, boolean decidable,
        boolean cancellable,
        List<Choice> durations, String csrf, @Nullable EmergencyView emergency, String error) {

    RequestView withError(String text) {
        return new RequestView(id, state, stateLabel, tone, person, fullName, initials, organisation, target,
                login,
                duration, from, until, asked, ticket, reason, allows, rule, hash, trail, connect, waitsFor,
                decidable,
                cancellable, durations, csrf, emergency, text);
    }
}
