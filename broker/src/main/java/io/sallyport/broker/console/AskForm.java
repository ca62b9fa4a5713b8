package io.sallyport.broker.console;

import java.util.List;

/**
 * The form for a new request, with what was typed so far.
 *
 * @param error why it was refused, if it was
 */
record AskForm(String target, String notes, String login, String duration, String ticket, String reason,
        boolean breakGlass, String error,
        List<Choice> durations) {

    AskForm withError(String text) {
        return new AskForm(target, notes, login, duration, ticket, reason, breakGlass, text,
                durations);
    }
}
