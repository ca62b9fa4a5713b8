package io.sallyport.broker.console;

import java.util.List;

/**
 * A service account's page.
 *
 * @param why sentences on what holds it; empty while nothing does
 * @param elsewhere where a key of it was refused last, and when; or empty
 * @param seen what can be changed of it, as the form sends it back
 * @param changes the viewer may change it
 * @param answers the viewer registers and removes its keys
 * @param declared it stands in the directory file
 */
record ServiceView(String name, String title, String state, String tone, List<String> why, String elsewhere,
        List<Fact> facts, List<KeyRow> keys, String seen, boolean changes, boolean answers,
        boolean declared) {}
