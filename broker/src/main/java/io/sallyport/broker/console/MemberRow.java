package io.sallyport.broker.console;

/**
 * One of a provider's people on its page.
 *
 * @param terms what they agreed to, in words
 * @param manager stays whatever the roster says
 * @param stays ticked beforehand: they are confirmed now
 */
record MemberRow(String name, String fullName, String mail, String state, String tone, String roles,
        String groups, String terms, String used, boolean manager, boolean stays) {}
