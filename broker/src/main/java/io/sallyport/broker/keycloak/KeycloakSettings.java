package io.sallyport.broker.keycloak;

import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The block {@code keycloak} of the broker's configuration. Holds no secret: that stays in its file until it is used.
 *
 * @param server https, without a slash at the end
 * @param clientId of the service account that reads and changes accounts
 * @param secretFile holds that client's secret, mode 0600
 * @param trust PEM certificates of a private CA; absent: those that the JDK trusts
 * @param groups from a group's path there to the group here; a path that is not here means nothing
 * @param roles from a group's path there to the role here
 */
public record KeycloakSettings(URI server, String realm, String clientId, Path secretFile,
        Optional<Path> trust, SortedMap<String, GroupName> groups, SortedMap<String, Role> roles,
        Internal internal, Enrolment enrol) {

    /** The second factor that a new account enrols at its first sign-in. */
    public enum Enrolment {
        OTP("CONFIGURE_TOTP"), PASSKEY("webauthn-register");

        private final String action;

        Enrolment(String action) {
            this.action = action;
        }

        /** What Keycloak calls it. */
        String action() {
            return action;
        }

        /** As it is written in the configuration. */
        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The company itself.
     *
     * @param group path of the group whose members are the company's own people: nobody is one by lacking something
     */
    public record Internal(OrganisationName organisation, String group) {}

    public KeycloakSettings {
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    }

    /** What the realm's tokens call it. */
    public String issuer() {
        return server + "/realms/" + realm;
    }
}
