package io.sallyport.broker;

import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.keycloak.KeycloakLink;
import io.sallyport.broker.keycloak.KeycloakSync;
import io.sallyport.broker.oidc.OidcSignIn;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where people's accounts are and how they sign in to the console, as configured: Sallyport's own, Keycloak's, and sign-in at an identity
 * provider.
 *
 * @param own there only where no identity provider has the accounts
 */
record AccountSources(Optional<EmbeddedAccounts> own, Optional<KeycloakLink> keycloak,
        Optional<OidcSignIn> oidc) {
    private static final Duration PROVIDER_LOOK_EVERY = Duration.ofSeconds(30);

    /** Opens what is configured. @throws ConfigException it can't be used */
    static AccountSources open(Means means, StateFolder state, Domain domain, OwnAddresses addresses)
            throws ConfigException {
        return new AccountSources(own(means, state, domain, addresses), keycloak(means, domain),
                oidc(means, domain, addresses));
    }

    /** What people can show beyond a key. */
    StepUpFactors factors() {
        return own.map(EmbeddedAccounts::stepUp).orElseGet(() -> StepUpFactors
                .inBrowser(level -> oidc.filter(provider -> provider.reaches(level)).isPresent()));
    }

    // Where an identity provider has the people's accounts, there are none beside it.
    private static Optional<EmbeddedAccounts> own(Means means, StateFolder state, Domain domain,
            OwnAddresses addresses)
            throws ConfigException {
        if (means.config().keycloak().isPresent() || means.config().oidc().isPresent()) {
            return Optional.empty();
        }
        try {
            EmbeddedAccounts accounts = EmbeddedAccounts.open(new EmbeddedAccounts.Parts(
                    state.folder("accounts"), state.file("accounts.key"), domain.trail(),
                    domain.people(), person -> domain.signIn().endAll(person),
                    means.config().console().url().getHost(), () -> URI.create(addresses.console()),
                    means.time(),
                    means.nanos(), means.random()));
            domain.accounts().use(accounts);
            return Optional.of(accounts);
        } catch (IOException e) {
            throw new ConfigException("the accounts can't be used: " + e.getMessage());
        }
    }

    private static Optional<KeycloakLink> keycloak(Means means, Domain domain) throws ConfigException {
        if (means.config().keycloak().isEmpty()) {
            return Optional.empty();
        }
        try {
            KeycloakLink link = means.closing().add("keycloak",
                    KeycloakLink.open(means.config().keycloak().get(),
                            new KeycloakSync.Parts(domain.trail(), domain.people(), domain.directory(),
                                    domain.signIn()::endAll),
                            means.nanos(), means.random()));
            domain.accounts().use(link.accounts());
            return Optional.of(link);
        } catch (IOException e) {
            throw new ConfigException("Keycloak can't be used: " + e.getMessage());
        }
    }

    private static Optional<OidcSignIn> oidc(Means means, Domain domain, OwnAddresses addresses)
            throws ConfigException {
        if (means.config().oidc().isEmpty()) {
            return Optional.empty();
        }
        try {
            OidcSignIn oidc = means.closing().add("identity provider",
                    OidcSignIn.open(means.config().oidc().get(),
                            () -> addresses.console(), new OidcSignIn.Surroundings(domain.people(),
                                    domain.signIn(),
                                    new ProviderSignOuts(domain.signOuts(),
                                            means.config().oidc().get().logoutEnds()),
                                    means.random(), means.time(), means.nanos())));
            Thread.ofVirtual().name("identity-provider-first").start(oidc::look);
            means.ticker().every(PROVIDER_LOOK_EVERY, "identity provider", oidc::look);
            return Optional.of(oidc);
        } catch (IOException e) {
            throw new ConfigException("the identity provider can't be used: " + e.getMessage());
        }
    }
}
