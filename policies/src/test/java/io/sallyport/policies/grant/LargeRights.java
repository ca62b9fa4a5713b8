package io.sallyport.policies.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random rights whose lists make a grant anything from tiny to a little more than can be carried. */
final class LargeRights {

    private LargeRights() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Patterns for about so many bytes, in one to four lists of one to three fields. */
    static Rights of(RandomGenerator random, int bytes) {
        Rights rights = Rights.from(GrantSamples.work()).shell(false).build();
        ListField[] fields = ListField.values();
        int chosen = 1 + random.nextInt(3);
        for (int i = 0; i < chosen; i++) {
            ListField field = fields[random.nextInt(fields.length)];
            List<List<String>> lists = new ArrayList<>();
            int many = 1 + random.nextInt(4);
            for (int j = 0; j < many; j++) {
                lists.add(patterns(random, field, bytes / chosen / many));
            }
            rights = field.with(rights, lists);
        }
        return rights;
    }

    private static List<String> patterns(RandomGenerator random, ListField field, int bytes) {
        List<String> patterns = new ArrayList<>();
        int left = bytes;
        do {
            // Words beyond ASCII as well: bytes are not characters.
            String word = (random.nextInt(4) == 0 ? "\u00fc" : "x").repeat(1 + random.nextInt(60))
                    + random.nextInt(1_000_000);
            patterns.add(switch (field) {
                case EXEC, SUDO -> "systemctl " + word + " *";
                case PATHS -> "/var/" + word + "/**";
                case FORWARD, REVERSE ->
                    "h" + random.nextInt(1_000_000) + ".example:" + (1 + random.nextInt(9000));
            });
            left -= patterns.getLast().length() + 3;
        } while (left > 0 && patterns.size() < PatternLists.MOST_PATTERNS);
        return patterns;
    }

    /** One list of command lines that takes exactly so many bytes as a document, 120 or more. */
    static Rights exactly(int documentBytes) {
        List<String> patterns = new ArrayList<>();
        int left = documentBytes - "{\"exec\":[[]]}".length();
        for (int i = 0; left > 0; i++) {
            // A pattern with its quotes and comma; the last one has no comma and takes what is left.
            int next = left > 220 ? 100 : left + 1;
            String begin = "run-" + (10_000 + i) + " ";
            patterns.add(begin + "x".repeat(next - 3 - begin.length()));
            left -= next;
            if (left <= 0) {
                break;
            }
        }
        return Rights.from(GrantSamples.work()).shell(false).sftp(Sftp.none()).exec(Commands.of(patterns))
                .build();
    }
}
