package io.sallyport.broker.keycloak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * One of our two confidential clients, and nothing it does not need.
 *
 * @param secret what it authenticates with; empty: not compared
 * @param attributes other attributes than these are left alone
 */
record ClientShape(String id, String name, Optional<String> secret, boolean signsPeopleIn, boolean service,
        List<String> redirects, Map<String, String> attributes) {

    /** Signs people in to the console: code and PKCE, one exact address, told when a session ends. */
    static ClientShape console(RealmPlan plan, Optional<String> secret) {
        String console = plan.console().toString();
        return new ClientShape(plan.consoleClient(), "Sallyport console", secret, true, false,
                List.of(console + RealmPlan.CALLBACK),
                Map.of("pkce.code.challenge.method", "S256", "backchannel.logout.url",
                        console + RealmPlan.LOGOUT, "backchannel.logout.session.required", "true",
                        "post.logout.redirect.uris", console + "/",
                        "oauth2.device.authorization.grant.enabled", "false",
                        "oidc.ciba.grant.enabled", "false"));
    }

    /** Reads and changes accounts as itself; nobody signs in with it. */
    static ClientShape service(RealmPlan plan, Optional<String> secret) {
        return new ClientShape(plan.settings().clientId(), "Sallyport synchronisation", secret, false, true,
                List.of(), Map.of("oauth2.device.authorization.grant.enabled", "false",
                        "oidc.ciba.grant.enabled", "false"));
    }

    Step set(RealmResource realm, boolean dryRun) {
        String thing = "client " + id;
        Optional<ClientRepresentation> there = realm.clients().findByClientId(id).stream().findFirst();
        ClientRepresentation client = there.orElseGet(ClientRepresentation::new);
        Map<String, String> all = new HashMap<>(
                client.getAttributes() == null ? Map.of() : client.getAttributes());
        Drift drift = new Drift().want("enabled", client.isEnabled(), true, client::setEnabled)
                .want("confidential", client.isPublicClient(), false, client::setPublicClient)
                .want("code flow", client.isStandardFlowEnabled(), signsPeopleIn,
                        client::setStandardFlowEnabled)
                .want("no implicit flow", client.isImplicitFlowEnabled(), false,
                        client::setImplicitFlowEnabled)
                .want("no direct grants", client.isDirectAccessGrantsEnabled(), false,
                        client::setDirectAccessGrantsEnabled)
                .want("service account", client.isServiceAccountsEnabled(), service,
                        client::setServiceAccountsEnabled)
                .want("scope", client.isFullScopeAllowed(), service, client::setFullScopeAllowed)
                .want("redirect addresses", client.getRedirectUris(), redirects, client::setRedirectUris)
                .want("web origins", client.getWebOrigins(), List.of(), client::setWebOrigins)
                .want("front-channel logout off", client.isFrontchannelLogout(), false,
                        client::setFrontchannelLogout);
        attributes.forEach((name, wanted) -> drift.want(name, all.get(name), wanted,
                value -> all.put(name, value)));
        secret.ifPresent(wanted -> drift.want("secret",
                there.map(known -> realm.clients().get(known.getId()).getSecret().getValue()).orElse(null),
                wanted, client::setSecret));
        Step step = drift.step(thing);
        if (there.isPresent() && step.change() && !dryRun) {
            client.setAttributes(all);
            ClientResource resource = realm.clients().get(client.getId());
            resource.update(client);
        }
        if (there.isEmpty() && !dryRun) {
            client.setClientId(id);
            client.setName(name);
            client.setProtocol("openid-connect");
            client.setAttributes(all);
            AdminApi.done(realm.clients().create(client));
        }
        return there.isPresent() ? step : new Step(thing, Step.Outcome.MADE, List.of());
    }
}
