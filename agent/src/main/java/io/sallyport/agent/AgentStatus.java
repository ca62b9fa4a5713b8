package io.sallyport.agent;

import io.sallyport.agent.record.Spool;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.cert.OpenSshKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The command {@code status}: what can be said from the folder alone, whether the agent runs or not. */
final class AgentStatus {

    private AgentStatus() {}

    static List<String> lines(AgentFolder folder) throws IOException {
        AgentConfig config = Agent.config(folder);
        List<String> lines = new ArrayList<>();
        lines.add("target     " + config.target());
        lines.add("broker     " + config.brokerHost() + ":" + config.brokerPort());
        lines.add("broker key " + config.brokerKey());
        lines.add("host key   " + OpenSshKeyFile.read(folder.hostKey()).publicKey().fingerprint());
        lines.add(
                "ceiling    " + (Files.exists(folder.ceiling()) ? folder.ceiling().toString() : "built in"));
        Spool spool = new Spool(folder.spool(), AgentLimits.SPOOL_RESERVE, AgentLimits.SPOOL_MOST);
        List<SessionId> waiting = spool.waiting();
        lines.add("spool      " + waiting.size() + (waiting.size() == 1 ? " recording" : " recordings"));
        waiting.forEach(session -> lines.add("           " + session));
        return lines;
    }
}
