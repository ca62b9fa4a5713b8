package io.sallyport.broker.commands;

import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sessions}: what runs and what ran, as far as the caller may see. */
@Command(footer = {"", "Examples:", "  ssh gw sessions --live",
        "  ssh gw sessions --provider acme --since 7d",
        "  ssh gw sessions --target web-1 --json"})
final class SessionsCommand implements GatewayCommand {
    private final Call call;

    @Option(names = "--live", description = "only those that run now")
    private boolean live;
    @Option(names = "--provider", paramLabel = "NAME", description = "only this provider's")
    private Optional<String> provider = Optional.empty();
    @Option(names = "--target", paramLabel = "NAME", description = "only on this target")
    private Optional<String> target = Optional.empty();
    @Option(names = "--since", paramLabel = "DURATION", description = "only so far back, such as 12h or 7d")
    private Optional<String> since = Optional.empty();
    @Option(names = "--limit", paramLabel = "N", description = "at most so many, 1 to 1000; 100 if not given")
    private int limit = 100;

    SessionsCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<OrganisationName> organisation = provider.flatMap(OrganisationName::parse);
        Optional<TargetName> on = target.flatMap(TargetName::parse);
        Optional<Duration> back = since.flatMap(Times::duration);
        if (provider.isPresent() != organisation.isPresent() || target.isPresent() != on.isPresent()) {
            return call.say().usage("That is no name of a provider or a target.");
        }
        if (since.isPresent() && back.isEmpty()) {
            return call.say().usage("--since takes a length of time, such as 12h or 7d.");
        }
        if (limit < 1 || limit > 1000) {
            return call.say().usage("--limit takes 1 to 1000.");
        }
        Optional<Instant> from = back.map(call.desks().time().instant()::minus);
        List<SessionSummary> sessions = call.desks().sessions().sessions(call.person(),
                new SessionFilter(organisation, on, from, live, limit));
        if (call.say().json()) {
            return call.say().json(Render.sessions(sessions));
        }
        if (sessions.isEmpty()) {
            return call.say().done("There is no such session for you to see.");
        }
        call.say().table(Render.SESSION_HEAD, sessions.stream().map(Render::row).toList());
        return Say.DONE;
    }

    static int none(Say say) {
        return say.refused(
                "There is no such session for you, or more than one begins so. Type more of its id.");
    }
}
