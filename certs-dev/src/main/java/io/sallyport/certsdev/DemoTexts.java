package io.sallyport.certsdev;

/** The files that a demo writes before it starts: configuration, directory, policy, ceiling, ssh_config. */
final class DemoTexts {
    private DemoTexts() {}

    static String broker(DemoPorts ports) {
        return """
                format: sallyport-broker/1
                mode: demo
                state: state
                gateway:
                  listen: "127.0.0.1:%d"
                  names: [gw]
                console:
                  listen: "127.0.0.1:%d"
                  url: "https://127.0.0.1:%d"
                agents:
                  listen: "127.0.0.1:%d"
                  address: "127.0.0.1:%d"
                authority:
                  socket: ../authority/authority.sock
                policy: ../policy
                directory: directory.yaml
                """.formatted(ports.gateway(), ports.console(), ports.console(), ports.agents(),
                ports.agents());
    }

    static String person(Scenario.Someone someone, String publicKey) {
        return "  - { name: %s, full_name: %s, organisation: %s, groups: [%s], roles: [%s], keys: [\"%s\"] }%n"
                .formatted(someone.name(),
                        someone.fullName(), someone.organisation(), someone.group(), someone.role(),
                        publicKey);
    }

    static String directory(Scenario scenario, String people) {
        return """
                format: sallyport-directory/1
                organisations:
                  - { name: acme, kind: provider, title: Acme Managed Services }
                  - { name: globex, kind: provider, title: Globex Databases }
                  - { name: example, kind: internal, title: Example Corp }
                people:
                %sengagements:
                  - { id: acme-ops, provider: acme, sponsor: ada, targets: { env: [prod, staging] }, until: 2099-12-31 }
                  - { id: globex-db, provider: globex, sponsor: ada, targets: { env: [prod] }, until: 2099-12-31 }
                targets:
                  - { name: demo-host, labels: { env: prod, role: app }, owner: ops-owners, notes: "This very machine. Log in as %s." }
                """.formatted(people, String.join(" or ", scenario.logins()));
    }

    static String policy() {
        return """
                format: sallyport-policy/1
                defaults: { idle: 15m, concurrent: 10, approval_valid: 8h }
                limits:
                  max: 8h
                  rights: { agent_forwarding: false, x11: false }
                """;
    }

    static String vocabulary() {
        return """
                format: sallyport-policy/1
                labels:
                  env: [prod, staging]
                  role: [app, db]
                groups:
                  external: [acme/ops, acme/staging, globex/dba]
                  internal: [ops-owners, audit]
                """;
    }

    static String ceiling(Scenario scenario) {
        return """
                format: sallyport-ceiling/1
                logins: [%s]
                providers: [acme, globex]
                max: 8h
                approvals: { at_least: 0, automatic: true, break_glass: false }
                rights: { shell: true, pty: true, exec: any, sftp: { mode: read-write }, forward: none, agent_forwarding: false }
                """.formatted(String.join(", ", scenario.logins()));
    }

    static String sshConfig(DemoFolder folder, Scenario.Someone someone, int gatewayPort, String login) {
        return """
                Host gw
                  HostName 127.0.0.1
                  Port %d
                  User %s
                  HostKeyAlias gw

                Host demo-host
                  ProxyJump gw
                  User %s

                Host *
                  IdentityFile %s
                  IdentitiesOnly yes
                  IdentityAgent none
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile /dev/null
                  StrictHostKeyChecking yes
                  PreferredAuthentications publickey,keyboard-interactive
                  ForwardAgent no
                """.formatted(gatewayPort, someone.name(), login, folder.key(someone.folder()),
                folder.knownHosts());
    }
}
