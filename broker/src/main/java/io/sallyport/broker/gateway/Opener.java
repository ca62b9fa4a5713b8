package io.sallyport.broker.gateway;

import io.sallyport.broker.tunnel.AgentTunnel;
import io.sallyport.policies.id.TargetName;
import java.net.InetSocketAddress;

/** Opens tunnels to targets. Blocking; safe for many threads; called on virtual threads. */
interface Opener {
    /** Decides, journals, has the certificates signed, and reaches the agent. Never throws for an expected refusal. */
    Opening open(Proven who, TargetName target, InetSocketAddress source);

    /** What came of it. */
    sealed interface Opening {
        /**
         * Yes.
         *
         * @param over to be run once when the tunnel is over; blocking
         */
        record Opened(AgentTunnel tunnel, Runnable over) implements Opening {}

        /** No. {@code text} is one sentence or two for the engineer. */
        record Refused(String text) implements Opening {}
    }
}
