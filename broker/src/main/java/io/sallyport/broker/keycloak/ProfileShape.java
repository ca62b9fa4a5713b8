package io.sallyport.broker.keycloak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPAttributePermissions;
import org.keycloak.representations.userprofile.config.UPConfig;

/** The attribute that holds SSH keys. Keycloak drops, without a word, what the user profile does not declare. */
final class ProfileShape {
    static final String KEYS = "sshPublicKey";
    // Which keys are strong enough is decided by whoever takes them; this keeps out what never is.
    private static final String PATTERN = "^(ssh-ed25519|sk-ssh-ed25519@openssh\\.com|ecdsa-sha2-nistp(256|384)"
            + "|sk-ecdsa-sha2-nistp256@openssh\\.com) [A-Za-z0-9+/]+={0,2}( [^\\r\\n]*)?$";

    private ProfileShape() {}

    static Step set(RealmResource realm, boolean dryRun) {
        UPConfig profile = realm.users().userProfile().getConfiguration();
        UPAttribute attribute = profile.getAttribute(KEYS);
        boolean made = attribute == null;
        UPAttribute keys = attribute == null ? new UPAttribute(KEYS) : attribute;
        Map<String, Map<String, Object>> validations = new HashMap<>(
                keys.getValidations() == null ? Map.of() : keys.getValidations());
        UPAttributePermissions permissions = keys.getPermissions();
        Drift drift = new Drift()
                .want("several values", made ? null : keys.isMultivalued(), true, keys::setMultivalued)
                // Whoever could put a key in would sign in as that person without their password.
                .want("changed by administrators only", permissions == null ? null : permissions.getEdit(),
                        Set.of("admin"), _ -> keys.setPermissions(new UPAttributePermissions(
                                Set.of("admin", "user"), Set.of("admin"))))
                .want("accepted keys", pattern(validations), PATTERN, pattern -> validations.put("pattern",
                        Map.of("pattern", pattern, "error-message", "not an accepted SSH public key")));
        Step step = drift.step("user profile attribute " + KEYS);
        if (step.change() && !dryRun) {
            keys.setValidations(validations);
            if (made) {
                keys.setDisplayName("SSH public keys");
                List<UPAttribute> all = new ArrayList<>(profile.getAttributes());
                all.add(keys);
                profile.setAttributes(all);
            }
            realm.users().userProfile().update(profile);
        }
        return made ? new Step(step.thing(), Step.Outcome.MADE, List.of()) : step;
    }

    private static @org.jspecify.annotations.Nullable Object pattern(
            Map<String, Map<String, Object>> validations) {
        return validations.getOrDefault("pattern", Map.of()).get("pattern");
    }
}
