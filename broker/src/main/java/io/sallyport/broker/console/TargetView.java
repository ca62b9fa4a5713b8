package io.sallyport.broker.console;

import java.util.List;

/**
 * A target as one viewer sees it.
 *
 * @param tone colour of the agent's state
 */
record TargetView(String name, String notes, List<String> labels, String owner, String state, String tone,
        boolean mayAsk) {}
