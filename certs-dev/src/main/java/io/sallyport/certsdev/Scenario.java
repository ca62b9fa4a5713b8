package io.sallyport.certsdev;

import java.util.List;

/**
 * Who takes part in a demo and what the policy says about them.
 *
 * @param people each gets a folder with a key and an {@code ssh_config}
 * @param logins accounts of this machine that the target's ceiling lets providers use; the first is the default
 * @param rules the policy's rule file, YAML
 */
public record Scenario(List<Someone> people, List<String> logins, String rules) {
    /**
     * One person.
     *
     * @param folder name of the person's folder
     * @param role as in the directory file: engineer, approver, auditor
     */
    public record Someone(String folder, String role, String name, String fullName, String organisation,
            String group) {}

    /** The engineer of the story. */
    public static final Someone ENGINEER = new Someone("engineer", "engineer", "eva", "Eva Engineer", "acme",
            "acme/ops");
    /** The one who says yes or no. */
    public static final Someone APPROVER = new Someone("approver", "approver", "ada", "Ada Approver",
            "example", "ops-owners");
    /** The one who replays and verifies. */
    public static final Someone AUDITOR = new Someone("auditor", "auditor", "otto", "Otto Auditor", "example",
            "audit");

    public Scenario {
        people = List.copyOf(people);
        logins = List.copyOf(logins);
    }

    public String login() {
        return logins.getFirst();
    }

    /** The story of the demo: one provider's engineer, one approver, one auditor, one account. */
    public static Scenario example(String login) {
        return new Scenario(List.of(ENGINEER, APPROVER, AUDITOR), List.of(login), """
                format: sallyport-policy/1
                allow:
                  - id: acme-ops-prod
                    title: Acme's operators on production, one yes of the owners
                    who: { group: acme/ops }
                    where: { env: prod }
                    login: %s
                    max: 8h
                    approval: { before: [{ count: 1, from: ops-owners }] }
                    rights: { shell: true, pty: true, exec: any, sftp: read-write }
                """.formatted(login));
    }
}
