package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.account.Challenges.Purpose;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** A crowd at the door takes nobody's question but its own. */
final class ChallengesTest {
    private final Challenges challenges = new Challenges(new SecureRandom(), () -> 0);

    @Test
    void strangersPushOutNoQuestionOfWhoIsSignedIn() {
        challenges.ask("ada", Purpose.RAISE);
        challenges.ask("eva", Purpose.REGISTER);
        for (int i = 0; i <= Challenges.OPEN; i++) {
            challenges.askStranger("stranger " + i, "network " + i);
        }
        assertTrue(challenges.take("ada", Purpose.RAISE).isPresent());
        assertTrue(challenges.take("eva", Purpose.REGISTER).isPresent());
    }

    @Test
    void strangersOfOneNetworkPushOutTheirOwnAlone() {
        challenges.askStranger("eva", "home");
        challenges.askStranger("first", "crowd");
        for (int i = 0; i < 2 * Challenges.OPEN; i++) {
            challenges.askStranger("stranger " + i, "crowd");
        }
        assertTrue(challenges.take("eva", Purpose.SIGN_IN).isPresent());
        assertTrue(challenges.take("first", Purpose.SIGN_IN).isEmpty());
        assertTrue(challenges.take("stranger " + (2 * Challenges.OPEN - 1), Purpose.SIGN_IN).isPresent());
    }
}
