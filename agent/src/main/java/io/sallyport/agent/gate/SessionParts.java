package io.sallyport.agent.gate;

import io.sallyport.agent.host.Command;
import io.sallyport.agent.host.Host;
import io.sallyport.agent.host.HostProcess;
import io.sallyport.agent.host.LocalAccount;
import io.sallyport.agent.host.PtyRequest;
import io.sallyport.agent.host.SessionCage;
import io.sallyport.agent.host.SpawnRequest;
import io.sallyport.agent.record.SessionRecorder;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.SessionId;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a session is made of.
 *
 * @param grant as it was given, whatever host and broker leave of it
 * @param onEnded called once, when the end has been carried out
 */
record SessionParts(SessionId id, Grant grant, SessionRecorder recorder, Host host, SessionCage cage,
        LocalAccount account, InetSocketAddress engineer, EngineerLine line, SessionJournal journal,
        LongSupplier nanos, Consumer<LiveSession> onEnded) {

    HostProcess spawn(Command command, Optional<PtyRequest> pty, Map<String, String> environment,
            SpawnRequest.Elevation elevation) {
        String connection = engineer.getAddress().getHostAddress() + " " + engineer.getPort()
                + " 127.0.0.1 22";
        return host.spawn(
                new SpawnRequest(account, pty, command, environment, id, connection, elevation),
                cage);
    }

    void ended(LiveSession session) {
        onEnded.accept(session);
    }
}
