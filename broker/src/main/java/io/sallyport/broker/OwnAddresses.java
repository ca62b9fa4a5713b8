package io.sallyport.broker;

import io.sallyport.broker.target.Enrolment;
import io.sallyport.wire.tls.TlsIdentity;
import java.net.URI;

/** Where this broker is reached. Ports that the system chooses are known once it listens; until then they are 0. Safe for many threads. */
final class OwnAddresses {
    private final BrokerConfig config;
    private volatile int agentsPort;
    private volatile int consolePort;

    OwnAddresses(BrokerConfig config) {
        this.config = config;
    }

    void agentsAt(int port) {
        agentsPort = port;
    }

    void consoleAt(int port) {
        consolePort = port;
    }

    int agentsPort() {
        return agentsPort;
    }

    int consolePort() {
        return consolePort;
    }

    /** What agents are told when they enrol. */
    Enrolment.Endpoint agents(TlsIdentity identity) {
        HostPort address = config.agents().address();
        return new Enrolment.Endpoint(address.host(), address.port() == 0 ? agentsPort : address.port(),
                identity.spkiSha256());
    }

    /** The console's address as people type it, without a path. */
    String console() {
        URI url = config.console().url();
        String origin = "https://" + url.getAuthority();
        return url.getPort() == 0
                ? origin.substring(0, origin.lastIndexOf(':') + 1) + consolePort
                : origin;
    }
}
