package io.sallyport.broker.console;

import io.sallyport.broker.request.Finding;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** From text to domain types, at the edge. What does not fit is refused by the name of its field. */
final class Read {
    /** Reasons and comments, in characters. */
    static final int TEXT = 500;
    /** Ticket ids, in characters. */
    static final int TICKET = 64;

    private Read() {}

    /** An id that is no id names nothing: the same answer as for one that is not there. */
    static Optional<RequestId> maybeRequestId(Call call) {
        return RequestId.parse(call.part("id"));
    }

    static RequestId requestId(Call call) {
        return maybeRequestId(call).orElseThrow(() -> new BadInput("the request id is malformed"));
    }

    static SessionId sessionId(Call call) {
        return SessionId.parse(call.part("id"))
                .orElseThrow(() -> new BadInput("the session id is malformed"));
    }

    static TargetName target(String name, String text) {
        return TargetName.parse(text).orElseThrow(() -> bad(name, "a target name"));
    }

    static LoginName login(String name, String text) {
        return LoginName.parse(text).orElseThrow(() -> bad(name, "a login name"));
    }

    static OrganisationName organisation(String name, String text) {
        return OrganisationName.parse(text).orElseThrow(() -> bad(name, "an organisation name"));
    }

    /** ISO-8601, {@code PT2H}, or the short form of the commands, {@code 2h}, {@code 90m}. Positive, at most a year. */
    static Duration duration(String name, String text) {
        String iso = text.matches("[0-9]{1,5}[hms]")
                ? "PT" + text.toUpperCase(java.util.Locale.ROOT)
                : text.matches("[0-9]{1,3}d") ? "P" + text.toUpperCase(java.util.Locale.ROOT) : text;
        try {
            Duration duration = Duration.parse(iso);
            if (duration.isPositive() && duration.compareTo(Duration.ofDays(366)) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Answered below, as any other thing that is no duration.
        }
        throw bad(name, "a duration such as 2h or PT2H");
    }

    static Finding finding(String text) {
        return Finding.parse(text).orElseThrow(() -> bad("finding", "justified or objection"));
    }

    static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw bad(name, "a UTC time such as 2026-01-31T09:00:00Z");
        }
    }

    static BadInput bad(String name, String wanted) {
        return new BadInput("\"" + name + "\" is not " + wanted);
    }

    /** Foreign text that is not longer than it may be. */
    static String text(String name, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new BadInput("\"" + name + "\" is longer than " + maxLength + " characters");
        }
        return text;
    }

    /** From 1 to {@code most}. */
    static int number(String name, String text, int most) {
        if (text.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw bad(name, "a number from 1 to " + most);
    }

    /** Which page of a list, from 1. */
    static int page(Call call, int most) {
        return call.query("page", 4).map(text -> number("page", text, most)).orElse(1);
    }

    /** Provider, target and live as the query says. */
    static SessionFilter sessionFilter(Call call, int limit) {
        return new SessionFilter(call.query("provider", 40).map(text -> organisation("provider", text)),
                call.query("target", 64).map(text -> target("target", text)),
                call.query("since", 40).map(text -> instant("since", text)),
                call.query("live", 5).filter("true"::equals).isPresent(), limit);
    }
}
