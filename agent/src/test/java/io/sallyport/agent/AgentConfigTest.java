package io.sallyport.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.wire.Mode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentConfigTest {

    @Test
    void whatEnrolmentWritesIsReadBack() {
        for (String host : new String[]{"broker.example", "192.0.2.1", "2001:db8::1"}) {
            AgentConfig config = new AgentConfig(new TargetName("web-1"), host, 8444, "ab".repeat(32),
                    Mode.DEMO);
            Problems problems = new Problems();
            assertEquals(Optional.of(config), AgentConfig.parse("agent.yaml", config.text(), problems),
                    problems.all().toString());
        }
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPlaces() {
        Problems problems = new Problems();
        String text = "format: sallyport-agent/1\ntarget: \"*\"\nbroker: nowhere\nspki: abc\nmod: demo\n";
        assertTrue(AgentConfig.parse("agent.yaml", text, problems).isEmpty());
        assertEquals(4, problems.all().size(), problems.all().toString());
        assertTrue(problems.all().getFirst().toString().startsWith("agent.yaml:2:9: error ["),
                problems.all().getFirst().toString());
    }
}
