package io.sallyport.broker.console;

import java.util.List;

/**
 * A session as one viewer sees it.
 *
 * @param endable this viewer may try to end it
 * @param emergency it runs or ran under emergency access
 */
record SessionView(String id, String fullName, String organisation, String target, String login,
        Moment opened,
        String lasted, String state, String tone, List<Fact> facts, boolean endable, boolean emergency) {}
