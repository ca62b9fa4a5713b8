package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Codes on paper. */
final class RecoveryCodesTest {
    private final List<String> codes = RecoveryCodes.make(new SecureRandom());
    private final List<String> hashes = codes.stream().map(RecoveryCodes::hash).toList();

    @Test
    void thereAreTenAndNoTwoAreAlike() {
        assertEquals(10, codes.stream().distinct().count());
        codes.forEach(code -> assertTrue(code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"), "the form of a code"));
    }

    @Test
    void aCodeIsKnownHoweverItIsTyped() {
        for (int i = 0; i < codes.size(); i++) {
            String code = codes.get(i);
            for (String typed : List.of(code, code.toUpperCase(Locale.ROOT), code.replace("-", ""),
                    " " + code.replace('-', ' ') + "\n")) {
                assertEquals(Optional.of(hashes.get(i)), RecoveryCodes.match(hashes, typed));
                assertTrue(RecoveryCodes.likely(typed));
            }
        }
    }

    @Test
    void anotherCodeIsNot() {
        assertEquals(Optional.empty(), RecoveryCodes.match(hashes, RecoveryCodes.make(new SecureRandom())
                .getFirst()));
        assertEquals(Optional.empty(), RecoveryCodes.match(hashes, ""));
        assertEquals(Optional.empty(), RecoveryCodes.match(hashes, hashes.getFirst()));
        assertFalse(RecoveryCodes.likely("123456"));
    }
}
