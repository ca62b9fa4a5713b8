package io.sallyport.policies.field;

/** A block of fields in a policy folder. */
public enum Block {
    POLICY, DEFAULTS, LIMITS, VOCABULARY, GROUPS, PROFILES, WINDOWS, RULES, ALLOW, REQUIRE, DENY, WHO, WHO_TIGHTER, WHERE, TICKET, APPROVAL, APPROVAL_ADDED, SLOT, RIGHTS, RULE_RIGHTS, SFTP, RECORD, OBSERVER, NOT, TESTS, TEST, TEST_FACTS, TEST_PERSON, TEST_HOST, TEST_TICKET, TEST_EXPECT;

    /** As messages call it, with its article. */
    public String what() {
        return switch (this) {
            case POLICY -> "policy.yaml";
            case DEFAULTS -> "the defaults block";
            case LIMITS -> "the limits block";
            case VOCABULARY -> "vocabulary.yaml";
            case GROUPS -> "the groups block";
            case PROFILES -> "profiles.yaml";
            case WINDOWS -> "windows.yaml";
            case RULES -> "a rule file";
            case ALLOW -> "an allow rule";
            case REQUIRE -> "a require rule";
            case DENY -> "a deny rule";
            case WHO -> "a who block of an allow rule";
            case WHO_TIGHTER -> "a who block of a require or deny rule";
            case WHERE -> "a where block (declare labels in vocabulary.yaml)";
            case TICKET -> "a ticket block (declare its fields in vocabulary.yaml)";
            case APPROVAL -> "an approval block";
            case APPROVAL_ADDED -> "an approval block of a require rule";
            case SLOT -> "an entry of an approval list";
            case RIGHTS -> "a rights block";
            case RULE_RIGHTS -> "a rights block of a rule";
            case SFTP -> "an sftp block";
            case RECORD -> "a record block";
            case OBSERVER -> "an observer block";
            case NOT -> "a not block";
            case TESTS -> "a test file";
            case TEST -> "a test";
            case TEST_FACTS -> "the facts of a test";
            case TEST_PERSON -> "the person of a test";
            case TEST_HOST -> "the host of a test (declare labels in vocabulary.yaml)";
            case TEST_TICKET -> "the ticket of a test (declare its fields in vocabulary.yaml)";
            case TEST_EXPECT -> "an expect block";
        };
    }
}
