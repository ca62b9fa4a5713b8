package io.sallyport.broker.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.tls.JoinToken;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {
    private static final TargetName WEB = new TargetName("web-1");
    private final World world;

    EnrolmentTest(@TempDir Path folder) {
        this.world = World.in(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private JoinToken token() {
        return world.domain.enrolment().issue(WEB, Actor.OPERATOR).orElseThrow();
    }

    private EnrolmentOutcome.Reason refused(JoinToken token, String target, int number) {
        return assertInstanceOf(EnrolmentOutcome.Refused.class,
                world.domain.enrolment().enrol(World.enrolmentForm(token, target, number))).reason();
    }

    @Test
    void aTokenIsGoodOnceForItsTargetInTime() {
        JoinToken token = token();
        assertEquals(EnrolmentOutcome.Reason.TOKEN, refused(token, "db-1", 1));
        assertInstanceOf(EnrolmentOutcome.Enrolled.class,
                world.domain.enrolment().enrol(World.enrolmentForm(token, "web-1", 1)));
        assertEquals(EnrolmentOutcome.Reason.TOKEN, refused(token, "web-1", 2));
        JoinToken late = token();
        world.clock.advance(Enrolment.TOKEN_LIFE);
        assertEquals(EnrolmentOutcome.Reason.TOKEN, refused(late, "web-1", 2));
        assertEquals(Optional.empty(), world.domain.enrolment().issue(new TargetName("zz"), Actor.OPERATOR));
    }

    @Test
    void enrollingAgainRetiresTheAgentBefore() {
        AgentIdentity first = world.enrol("web-1", 1);
        AgentIdentity second = world.enrol("web-1", 2);
        assertEquals(Optional.empty(), world.domain.enrolment().bySpki(first.spki()));
        assertEquals(Optional.of(second), world.domain.enrolment().bySpki(second.spki()));
        assertEquals(EnrolmentOutcome.Reason.KEY_IN_USE, refused(token(), "web-1", 1));
    }
}
