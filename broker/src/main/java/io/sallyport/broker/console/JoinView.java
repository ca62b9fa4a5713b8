package io.sallyport.broker.console;

import io.sallyport.broker.provider.Invitation;

/** The join page as it was filled in. {@code error}: why it was not taken; empty: it was not tried. */
record JoinView(String name, String fullName, String key, String error) {
    static JoinView fresh(Invitation invitation, String name) {
        return new JoinView(name, Text.plain(invitation.fullName()), "", "");
    }
}
