package io.sallyport.broker.console;

import java.util.List;

/**
 * A connection that waits for a yes.
 *
 * @param code as the terminal shows it
 * @param enough the browser's sign-in is strong and fresh enough to say yes
 * @param raise where it becomes so; blank: nowhere
 */
record ConfirmView(String token, String code, String wanted, List<Fact> facts, boolean enough,
        String raise) {}
