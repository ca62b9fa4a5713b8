package io.sallyport.broker.console;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What surrounds every page.
 *
 * @param csrf the session's own token; empty before sign-in
 * @param player the page plays a recording
 * @param alarm something that is wrong and that this person has to know; or empty
 * @param emergencies how many emergencies wait for this person; the inbox itself shows them and says 0
 * @param back where a detail page came from
 */
record Chrome(String title, List<NavItem> nav, String person, String organisation, String csrf,
        boolean signedIn,
        boolean player, String alarm, int emergencies, String back, String backLabel,
        UnaryOperator<String> assets) {

    /** Address of a static file. */
    String asset(String name) {
        return assets.apply(name);
    }

    Chrome withPlayer() {
        return new Chrome(title, nav, person, organisation, csrf, signedIn, true, alarm, emergencies, back,
                backLabel, assets);
    }

    Chrome withBack(String href, String label) {
        return new Chrome(title, nav, person, organisation, csrf, signedIn, player, alarm, emergencies,
                href, label, assets);
    }
}
