package io.sallyport.broker.account;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What is kept of a password: Argon2id version 1.3 (RFC 9106) in the form {@code $argon2id$v=19$m=KIB,t=N,p=N$SALT$HASH}, so
 * that each hash carries what it was made with. Immutable; prints as a secret.
 */
final class PasswordHash {
    /**
     * What a hash costs.
     *
     * @param memoryKiB from 19 MiB to 256 MiB: less guards nothing, more lets a strange file take all memory
     * @param passes from 2 to 10
     * @param lanes from 1 to 4
     */
    record Cost(int memoryKiB, int passes, int lanes) {
        /** OWASP's smallest for Argon2id. About 50 ms of one core. */
        static final Cost STANDARD = new Cost(19 * 1024, 2, 1);

        Cost {
            if (memoryKiB < 19 * 1024 || memoryKiB > 256 * 1024 || passes < 2 || passes > 10 || lanes < 1
                    || lanes > 4) {
                throw new IllegalArgumentException("parameters of Argon2id out of bounds");
            }
        }
    }

    static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM = Pattern
            .compile("\\$argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9])"
                    + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    private final Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /** Takes the memory and the time that {@code cost} says. {@code salt}: random, {@link #SALT_BYTES} of them. */
    static PasswordHash of(byte[] password, byte[] salt, Cost cost) {
        return new PasswordHash(cost, salt.clone(), derive(password, salt, cost));
    }

    /** Empty: not of this form, or out of bounds. */
    static Optional<PasswordHash> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            Cost cost = new Cost(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)),
                    Integer.parseInt(form.group(3)));
            Base64.Decoder base64 = Base64.getDecoder();
            return Optional.of(new PasswordHash(cost, base64.decode(form.group(4)),
                    base64.decode(form.group(5))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is this password's. Takes as long as making it; compares in constant time. */
    boolean matches(byte[] password) {
        return MessageDigest.isEqual(hash, derive(password, salt, cost));
    }

    Cost cost() {
        return cost;
    }

    /** The form in which it is kept. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKiB + ",t=" + cost.passes + ",p=" + cost.lanes + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static byte[] derive(byte[] password, byte[] salt, Cost cost) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(cost.memoryKiB)
                .withIterations(cost.passes).withParallelism(cost.lanes).withSalt(salt).build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password, hash);
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
