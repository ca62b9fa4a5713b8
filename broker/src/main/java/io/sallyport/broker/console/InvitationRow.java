package io.sallyport.broker.console;

/**
 * An invitation on a provider's page.
 *
 * @param agreeable it waits for this viewer to agree
 * @param linkable this viewer may have a link for it
 * @param closable this viewer may withdraw or refuse it
 */
record InvitationRow(String id, String mail, String fullName, String groups, String by, String state,
        String tone, Moment until, boolean agreeable, boolean linkable, boolean closable) {}
