package io.sallyport.broker.keycloak;

import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.Person;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a running broker has of Keycloak. Owns the connections and the thread that follows the accounts. */
public final class KeycloakLink implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KeycloakLink.class.getName());

    private final AdminApi api;
    private final KeycloakAccounts accounts;
    private final KeycloakSync sync;

    private KeycloakLink(AdminApi api, KeycloakAccounts accounts, KeycloakSync sync) {
        this.api = api;
        this.accounts = accounts;
        this.sync = sync;
    }

    /** Looks whether everything that is read at the start is there; asks nobody. @throws IOException secret or certificates can't be read */
    public static void check(KeycloakSettings settings) throws IOException {
        AdminApi.asService(settings).close();
    }

    /**
     * Begins to follow the accounts. Does not wait for Keycloak.
     *
     * @param nanos monotonic
     * @throws IOException secret or certificates can't be read
     */
    public static KeycloakLink open(KeycloakSettings settings, KeycloakSync.Parts parts, LongSupplier nanos,
            SecureRandom random) throws IOException {
        AdminApi api = AdminApi.asService(settings);
        KeycloakAccounts accounts = new KeycloakAccounts(api, settings,
                name -> parts.people().byName(name).flatMap(Person::subject), random);
        Thread.ofVirtual().name("keycloak-version").start(() -> version(api));
        return new KeycloakLink(api, accounts, KeycloakSync.start(api, settings, parts, nanos));
    }

    // A server tells its version to its own administrators only, which our account is mostly not.
    private static void version(AdminApi api) {
        try {
            api.version().ifPresentOrElse(
                    version -> ServerVersion.doubt(version).ifPresent(LOG::warning),
                    () -> LOG.info("Keycloak does not tell its version to the service account; 'sallyport"
                            + " keycloak init --dry-run' says whether it is new enough"));
        } catch (AccountsUnavailableException e) {
            LOG.log(Level.FINE, "the version of Keycloak can't be told", e);
        }
    }

    public Accounts accounts() {
        return accounts;
    }

    public KeycloakSync sync() {
        return sync;
    }

    @Override
    public void close() {
        sync.close();
        api.close();
    }
}
