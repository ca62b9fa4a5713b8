package io.sallyport.broker.keycloak;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a server is known to be free of the holes in sign-in and client handling that were mended in 26.6.8 and 26.7.5. */
final class ServerVersion {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(\\D.*)?");

    private ServerVersion() {}

    /** What to say about this version; empty when there is nothing to say. */
    static Optional<String> doubt(String version) {
        Matcher parts = FORM.matcher(version);
        if (!parts.matches()) {
            return Optional.of(
                    "this Keycloak does not say a version that can be compared; 26.6.8 or 26.7.5 is needed");
        }
        int major = Integer.parseInt(parts.group(1));
        int minor = Integer.parseInt(parts.group(2));
        int patch = Integer.parseInt(parts.group(3));
        boolean old = major < 26 || (major == 26
                && (minor < 6 || (minor == 6 && patch < 8) || (minor == 7 && patch < 5)));
        return old
                ? Optional.of("Keycloak " + major + "." + minor + "." + patch
                        + " has known holes in sign-in (session fixation, forged codes); update to 26.6.8, 26.7.5"
                        + " or later")
                : Optional.empty();
    }
}
