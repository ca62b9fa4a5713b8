package io.sallyport.broker.console;

import java.util.List;

/**
 * A provider's page.
 *
 * @param seen everybody who is on it, as the form sends it back
 * @param groups what people who are invited may be given
 * @param acts the viewer may invite, withdraw and confirm
 * @param roster whether its people have to be confirmed
 */
record ProviderView(String name, String title, List<Fact> facts, List<MemberRow> members,
        List<InvitationRow> invitations, List<String> groups, String seen, boolean acts, boolean roster) {}
