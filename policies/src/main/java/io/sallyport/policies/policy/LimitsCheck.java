package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.yaml.Fields;

/** Reports what a rights block asks for beyond the folder's limits. It would be cut anyway; a rule should say what it gives. */
final class LimitsCheck {

    private LimitsCheck() {}

    /** Looks only at fields that the block itself sets: what it leaves out follows the limits by itself. */
    static void check(Fields block, Rights asked, Rights limits) {
        for (String field : Meet.of(asked, limits).fieldsOtherThanIn(asked)) {
            if (block.has(field) && isWider(field, asked, limits)) {
                block.problems().error(block.at(field), "above-limits",
                        "'" + field + "' gives more than limits.rights in policy.yaml");
            }
        }
    }

    /** Two lists that both have to match are never wider than one of them, however different they look. */
    private static boolean isWider(String field, Rights asked, Rights limits) {
        return switch (field) {
            case "exec" -> asked.exec().isAny() || limits.exec().isNone();
            case "forward" -> asked.forward().isAny() || limits.forward().isNone();
            case "sftp" -> asked.sftp().mode().compareTo(limits.sftp().mode()) > 0;
            default -> true;
        };
    }
}
