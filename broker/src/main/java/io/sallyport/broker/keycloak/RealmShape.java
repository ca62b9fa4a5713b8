package io.sallyport.broker.keycloak;

import java.util.HashMap;
import java.util.Map;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;

/** What of a realm itself matters to us: who may get in and how, and that every change leaves an event to read. */
final class RealmShape {
    /** The values of {@code acr} (OpenID Connect Core §2) by how strongly somebody proved who they are. */
    static final String PASSWORD = "pwd";
    static final String SECOND_FACTOR = "mfa";
    /** As in OpenID Connect Extended Authentication Profile ACR Values. */
    static final String PHISHING_RESISTANT = "phr";

    private static final String LEVELS = "{\"" + PASSWORD + "\":1,\"" + SECOND_FACTOR + "\":2,\""
            + PHISHING_RESISTANT + "\":3}";
    /** Seconds. Events are read every second; an operator who looks for one wants more. */
    private static final long EVENTS_KEPT = 30L * 24 * 60 * 60;
    private static final int FAILURES = 10;
    private static final int SIGNED_IN = 8 * 60 * 60;

    private RealmShape() {}

    /** A new one, closed until the rest is set. */
    static RealmRepresentation of(String name) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(name);
        realm.setEnabled(true);
        realm.setRegistrationAllowed(false);
        return realm;
    }

    static Step set(RealmResource resource, boolean dryRun) {
        RealmRepresentation realm = resource.toRepresentation();
        Map<String, String> attributes = new HashMap<>(
                realm.getAttributes() == null ? Map.of() : realm.getAttributes());
        Drift drift = new Drift().want("enabled", realm.isEnabled(), true, realm::setEnabled)
                .want("registration off", realm.isRegistrationAllowed(), false,
                        realm::setRegistrationAllowed)
                .want("organisations on", realm.isOrganizationsEnabled(), true,
                        realm::setOrganizationsEnabled)
                .want("brute-force detection on", realm.isBruteForceProtected(), true,
                        realm::setBruteForceProtected)
                .want("failures before a pause", realm.getFailureFactor(), FAILURES, realm::setFailureFactor)
                .want("user events on", realm.isEventsEnabled(), true, realm::setEventsEnabled)
                .want("user events kept", realm.getEventsExpiration(), EVENTS_KEPT,
                        realm::setEventsExpiration)
                .want("admin events on", realm.isAdminEventsEnabled(), true, realm::setAdminEventsEnabled)
                .want("admin events kept", attributes.get("adminEventsExpiration"),
                        String.valueOf(EVENTS_KEPT),
                        kept -> attributes.put("adminEventsExpiration", kept))
                .want("longest session", realm.getSsoSessionMaxLifespan(), SIGNED_IN,
                        realm::setSsoSessionMaxLifespan)
                .want("refresh tokens used once", realm.getRevokeRefreshToken(), true,
                        realm::setRevokeRefreshToken)
                .want("one-time codes by time", realm.getOtpPolicyType(), "totp", realm::setOtpPolicyType)
                .want("levels of acr", attributes.get("acr.loa.map"), LEVELS,
                        levels -> attributes.put("acr.loa.map", levels));
        Step step = drift.step("settings of the realm");
        if (step.change() && !dryRun) {
            realm.setAttributes(attributes);
            resource.update(realm);
        }
        return step;
    }
}
