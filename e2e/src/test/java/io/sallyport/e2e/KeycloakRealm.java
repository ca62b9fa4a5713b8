package io.sallyport.e2e;

import io.sallyport.broker.BrokerConfig;
import io.sallyport.broker.keycloak.KeycloakSettings;
import io.sallyport.certsdev.Demo;
import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.tls.PemTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.JacksonProvider;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.UserRepresentation;

/** A realm of its own for one test class, with the configuration of a broker that uses it, and an administrator who does things there. */
final class KeycloakRealm implements AutoCloseable {
    private static final String DIRECTORY = """
            format: sallyport-directory/1
            organisations:
              - { name: acme, kind: provider, title: Acme Managed Services }
              - { name: globex, kind: provider, title: Globex Databases }
              - { name: example, kind: internal, title: Example Corp }
            people: []
            engagements: []
            targets: []
            """;

    private final Keycloak keycloak;
    private final String name;
    private final Path folder;
    private final org.keycloak.admin.client.Keycloak administrator;

    KeycloakRealm(Keycloak keycloak, String name) {
        this.keycloak = keycloak;
        this.name = name;
        try {
            this.folder = Files.createTempDirectory("sallyport-realm-");
            Files.writeString(folder.resolve("directory.yaml"), DIRECTORY);
            Files.writeString(folder.resolve("broker.yaml"), """
                    format: sallyport-broker/1
                    mode: demo
                    state: state
                    gateway: { listen: "127.0.0.1:0", names: [gw] }
                    console: { listen: "127.0.0.1:0", url: "https://gw.example.com:8443" }
                    agents: { listen: "127.0.0.1:0", address: "127.0.0.1:0" }
                    authority: { socket: authority.sock }
                    policy: policy
                    directory: directory.yaml
                    """ + block());
            this.administrator = KeycloakBuilder.builder().serverUrl(keycloak.url()).realm("master")
                    .clientId("admin-cli").grantType("password").username(Keycloak.ADMIN)
                    .password(keycloak.adminPassword())
                    .resteasyClient(((ResteasyClientBuilder) ResteasyClientBuilder.newBuilder())
                            .sslContext(PemTrust.context(keycloak.certificate())).connectionPoolSize(4)
                            .register(JacksonProvider.class, 100).build())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the configuration of a broker that uses this realm says of it. */
    String block() {
        return """
                keycloak:
                  server: "%s"
                  realm: "%s"
                  client_id: sallyport-sync
                  secret_file: "%s"
                  trust: "%s"
                  internal: { organisation: example, group: /company }
                  groups:
                    /acme/staging: acme/staging
                    /acme/ops: acme/ops
                    /company/owners: ops-owners
                  roles:
                    /acme/staging: engineer
                    /acme/ops: engineer
                    /company/owners: approver
                """.formatted(keycloak.url(), name, folder.resolve("sync.secret"), keycloak.certificate());
    }

    Path configuration() {
        return folder.resolve("broker.yaml");
    }

    /** {@code sallyport keycloak init}, as an operator runs it. */
    StockSsh.Result init(String... options) {
        return initWith(keycloak.adminPasswordFile(), options);
    }

    /** The same with another password. */
    StockSsh.Result initWith(Path passwordFile, String... options) {
        List<String> arguments = new ArrayList<>(List.of("keycloak", "init", "--config",
                configuration().toString(), "--password-file", passwordFile.toString()));
        arguments.addAll(List.of(options));
        return Recordings.run(Program.broker(World.home()).commandLine(arguments.toArray(String[]::new)));
    }

    /** The same, which must succeed. */
    KeycloakRealm made() {
        World.must(init("--json"));
        return this;
    }

    static Json.Obj json(StockSsh.Result result) {
        // A warning about the version comes first, on standard error.
        String[] lines = result.out().strip().split("\n", -1);
        return JsonParser.parseObject(lines[lines.length - 1].getBytes(StandardCharsets.UTF_8),
                1 << 16, 8);
    }

    KeycloakSettings settings() {
        try {
            return switch (BrokerConfig.parse(configuration(), Files.readString(configuration()))) {
                case BrokerConfig.Parsed.Valid(BrokerConfig config) -> config.keycloak().orElseThrow();
                case BrokerConfig.Parsed.Invalid(var problems) ->
                    throw new AssertionError(problems.toString());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The realm as an administrator of Keycloak sees it. */
    RealmResource asAdministrator() {
        return administrator.realm(name);
    }

    /** Somebody whom an administrator of Keycloak enters by hand; returns the id. */
    String enter(String user, String organisation, String group, String... keys) {
        RealmResource realm = asAdministrator();
        UserRepresentation made = new UserRepresentation();
        made.setUsername(user);
        made.setFirstName("Kim");
        made.setLastName("of Keycloak");
        made.setEmail(user + "@" + organisation + ".example");
        made.setEnabled(true);
        made.setAttributes(Map.of("sshPublicKey", List.of(keys)));
        String id = CreatedResponseUtil.getCreatedId(realm.users().create(made));
        realm.users().get(id).joinGroup(realm.getGroupByPath(group).getId());
        if (!organisation.equals("example")) {
            realm.organizations().get(organisation(organisation)).members().addMember(id).close();
        }
        return id;
    }

    String organisation(String alias) {
        return asAdministrator().organizations().search(alias, true, 0, 1).getFirst().getId();
    }

    void enable(String id, boolean enabled) {
        UserRepresentation user = asAdministrator().users().get(id).toRepresentation();
        user.setEnabled(enabled);
        asAdministrator().users().get(id).update(user);
    }

    @Override
    public void close() {
        administrator.close();
        Demo.remove(folder);
    }
}
