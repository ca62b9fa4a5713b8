package io.sallyport.broker.keycloak;

import io.sallyport.broker.engagement.Organisation;
import java.net.URI;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a realm is to hold for Sallyport.
 *
 * @param console what people type to reach the console; https, without a slash at the end
 * @param consoleClient id of the client that the console signs people in with
 * @param providers each gets an Organization of the same alias
 */
public record RealmPlan(KeycloakSettings settings, URI console, String consoleClient,
        List<Organisation> providers) {
    /** Where the console takes the answer of a sign-in. */
    static final String CALLBACK = "/sign-in/oidc/callback";
    /** Where it hears that a session over there ended. */
    static final String LOGOUT = "/sign-in/oidc/logout";
    /** The value of {@code acr} for a password and any second factor. */
    public static final String ACR_SECOND_FACTOR = RealmShape.SECOND_FACTOR;
    /** And for one that no other site can be made to use. */
    public static final String ACR_PHISHING_RESISTANT = RealmShape.PHISHING_RESISTANT;

    public RealmPlan {
        providers = List.copyOf(providers);
    }

    /** Every group that means something, and those above them: parents come first. */
    SortedSet<String> groups() {
        SortedSet<String> all = new TreeSet<>();
        List.of(settings.groups().keySet(), settings.roles().keySet(), List.of(settings.internal().group()))
                .forEach(paths -> paths.forEach(path -> {
                    for (int at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
                        all.add(path.substring(0, at));
                    }
                    all.add(path);
                }));
        return all;
    }
}
