package io.sallyport.broker.console;

import java.util.List;

/**
 * The form for a new request, with what was typed so far.
 *
 * @param error why it was refused, if it was
 * @param prove a stronger proof in this session may make it pass
 */
record AskForm(String target, String notes, String login, String duration, String ticket, String reason,
        boolean breakGlass, String error, boolean prove,
        List<Choice> durations) {

    AskForm withError(String text, boolean provable) {
        return new AskForm(target, notes, login, duration, ticket, reason, breakGlass, text, provable,
                durations);
    }
}
