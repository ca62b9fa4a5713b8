package io.sallyport.broker.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sallyport.broker.tunnel.TunnelTokens.Redeemed;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.Limits;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TunnelTokensTest {
    private static final SessionId SESSION = new SessionId("s-" + "a".repeat(26));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final TunnelTokens tokens = new TunnelTokens(new SecureRandom(), nanos::get);

    @Test
    void aTokenIsThirtyTwoDigitsAndNoTwoAreAlike() {
        String one = tokens.issue(SESSION, "agent").token();
        assertEquals(true, one.matches("[0-9a-f]{32}"));
        assertNotEquals(one, tokens.issue(SESSION, "agent").token());
    }

    @Test
    void itIsGoodOnceAtItsDeadlineAndNotAfterIt() {
        TunnelTokens.Issued inTime = tokens.issue(SESSION, "agent");
        TunnelTokens.Issued late = tokens.issue(SESSION, "agent");
        nanos.addAndGet(Limits.TUNNEL_TOKEN_LIFE.toNanos());
        assertEquals(new Redeemed.Good(inTime.waiting()), tokens.redeem(inTime.token(), "agent"));
        assertInstanceOf(Redeemed.Unknown.class, tokens.redeem(inTime.token(), "agent"));
        nanos.incrementAndGet();
        assertInstanceOf(Redeemed.Unknown.class, tokens.redeem(late.token(), "agent"));
    }

    @Test
    void anotherAgentBurnsIt() {
        TunnelTokens.Issued issued = tokens.issue(SESSION, "agent");
        assertInstanceOf(Redeemed.Foreign.class, tokens.redeem(issued.token(), "thief"));
        assertInstanceOf(Redeemed.Unknown.class, tokens.redeem(issued.token(), "agent"));
    }

    @Test
    void aForgottenTokenIsUnknown() {
        TunnelTokens.Issued issued = tokens.issue(SESSION, "agent");
        tokens.forget(issued);
        assertInstanceOf(Redeemed.Unknown.class, tokens.redeem(issued.token(), "agent"));
    }
}
