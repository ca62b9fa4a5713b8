package io.sallyport.policies.field;

/** A block of fields in a policy folder. */
public enum Block {
    POLICY("policy.yaml"), DEFAULTS("the defaults block"), LIMITS("the limits block"), VOCABULARY(
            "vocabulary.yaml"), GROUPS("the groups block"), PROFILES(
                    "profiles.yaml"), WINDOWS("windows.yaml"), RULES("a rule file"), ALLOW(
                            "an allow rule"), REQUIRE("a require rule"), DENY("a deny rule"), WHO(
                                    "a who block of an allow rule"), WHO_TIGHTER(
                                            "a who block of a require or deny rule"), WHERE(
                                                    "a where block (declare labels in vocabulary.yaml)"), TICKET(
                                                            "a ticket block (declare its fields in vocabulary.yaml)"), APPROVAL(
                                                                    "an approval block"), APPROVAL_ADDED(
                                                                            "an approval block of a require rule"), SLOT(
                                                                                    "an entry of an approval list"), RIGHTS(
                                                                                            "a rights block"), RULE_RIGHTS(
                                                                                                    "a rights block of a rule"), SFTP(
                                                                                                            "an sftp block"), RECORD(
                                                                                                                    "a record block"), OBSERVER(
                                                                                                                            "an observer block"), NOT(
                                                                                                                                    "a not block");

    private final String what;

    Block(String what) {
        this.what = what;
    }

    /** As messages call it, with its article. */
    public String what() {
        return what;
    }
}
