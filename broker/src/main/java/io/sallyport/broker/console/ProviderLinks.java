package io.sallyport.broker.console;

import io.sallyport.broker.provider.InvitationOutcome;

/** The link of an invitation, as it is handed over. */
final class ProviderLinks {
    private ProviderLinks() {}

    /** Behind {@code #}, so that the secret is in no server's log and no proxy's. */
    static String url(String origin, InvitationOutcome.Linked linked) {
        return origin + "/join#" + linked.secret();
    }

    static String words(InvitationOutcome.Linked linked) {
        return "For " + Text.plain(linked.invitation().fullName()) + " ("
                + Text.plain(linked.invitation().mail()) + ") alone, once, until "
                + Moment.of(linked.until()).text() + ".";
    }
}
