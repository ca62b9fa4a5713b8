package io.sallyport.broker.gateway;

import io.netty.channel.EventLoopGroup;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.door.Doorkeeper;
import io.sallyport.broker.identity.People;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.global.NoMoreSessionsHandler;

/**
 * The SSH server for engineers: public keys only, two kinds of channels, modern algorithms only. Everything that blocks
 * runs on virtual threads.
 */
public final class SshGateway implements AutoCloseable {
    /** Key to proof: a person touches a security key meanwhile. */
    private static final Duration AUTHENTICATED_WITHIN = Duration.ofSeconds(30);
    /** Bytes of the client's identification line: RFC 4253 §4.2 allows 255, some send a few lines before it. */
    private static final int IDENTIFICATION = 1024;
    private static final int BACKLOG = 256;
    /** How long the output of a command may wait for its reader. */
    private static final Duration READER_PAUSES = Duration.ofHours(1);

    private final SshServer server;
    private final HostIdentity host;
    private final ScheduledExecutorService timer;

    /**
     * What a gateway is made of.
     *
     * @param listen where; port 0 takes any free one
     * @param names what engineers call the gateway; in its host certificate
     * @param hostKey an OpenSSH Ed25519 private key file, mode 0600
     * @param loops carry the connections; best the ones that carry the agents' tunnels
     * @param nanos monotonic
     */
    public record Parts(InetSocketAddress listen, List<String> names, Path hostKey, Authority authority,
            People people,
            SecondStep second, Elsewhere elsewhere, Opener opener, CommandRunner commands,
            Doorkeeper doorkeeper,
            InstantSource time,
            EventLoopGroup loops, LongSupplier nanos,
            RandomGenerator random) {}

    private SshGateway(SshServer server, HostIdentity host, ScheduledExecutorService timer) {
        this.server = server;
        this.host = host;
        this.timer = timer;
    }

    /** Listens. @throws IOException the address is taken or the host key unreadable */
    public static SshGateway start(Parts parts) throws IOException {
        return start(parts.listen(),
                HostIdentity.load(parts.hostKey(), parts.names(), parts.authority(), parts.time()),
                parts.people(), parts.second(), parts.elsewhere(), parts.opener(), parts.commands(),
                parts.doorkeeper(),
                parts.loops(),
                parts.nanos(),
                parts.random());
    }

    static SshGateway start(InetSocketAddress listen, HostIdentity host, People people, SecondStep second,
            Elsewhere elsewhere, Opener opener,
            CommandRunner commands,
            Doorkeeper doorkeeper, EventLoopGroup loops, LongSupplier nanos, RandomGenerator random)
            throws IOException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("gateway timer").daemon().factory());
        SshServer server = ServerBuilder.builder().build();
        algorithms(server);
        limits(server);
        server.setHost(listen.getHostString());
        server.setPort(listen.getPort());
        server.setKeyPairProvider(KeyPairProvider.wrap(host.keys()));
        server.setHostKeyCertificateProvider(_ -> host.certificate().map(List::of).orElse(List.of()));
        server.setUserAuthFactories(
                List.of(ProvenKeyAuth.factory(people, elsewhere), SecondStepAuth.factory(timer)));
        server.setPublickeyAuthenticator(ProvenKeyAuth.registered(people));
        GatewayDoor door = new GatewayDoor(doorkeeper, timer);
        server.setServiceFactories(List.of(
                AuthService.factory(new AuthService.Timing(timer, nanos, random),
                        new AuthService.Beyond(second, new WaitingRoom(), door::keyProven)),
                TargetService.factory()));
        server.setChannelFactories(
                List.of(CommandChannel.factory(), TargetChannel.factory(new FairOpener(opener, nanos))));
        server.setGlobalRequestHandlers(List.of(new KeepAliveHandler(), new NoMoreSessionsHandler()));
        server.setForwardingFilter(null);
        server.setAgentFactory(null);
        server.setCommandFactory((_, line) -> new CommandBridge(commands, people, Optional.of(line)));
        server.setShellFactory(_ -> new CommandBridge(commands, people, Optional.empty()));
        server.setIoServiceFactoryFactory(new LoopIo(loops, door, BACKLOG));
        server.addSessionListener(door);
        SshGateway gateway = new SshGateway(server, host, timer);
        gateway.renewHostCertificate();
        server.start();
        return gateway;
    }

    private static void algorithms(SshServer server) {
        // The client's order decides, and every OpenSSH client puts ChaCha20 first, which costs us three
        // times as much
        // CPU as AES-GCM; without it, old clients are also out of reach of prefix truncation
        // (CVE-2023-48795).
        server.setCipherFactories(List.of(BuiltinCiphers.aes256gcm, BuiltinCiphers.aes128gcm));
        server.setMacFactories(List.of(BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm));
        server.setCompressionFactories(List.of(BuiltinCompressions.none));
        server.setKeyExchangeFactories(List.of(ServerBuilder.DH2KEX.apply(BuiltinDHFactories.mlkem768x25519),
                ServerBuilder.DH2KEX.apply(BuiltinDHFactories.sntrup761x25519_openssh),
                ServerBuilder.DH2KEX.apply(BuiltinDHFactories.sntrup761x25519),
                ServerBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519)));
        server.setSignatureFactories(List.of(BuiltinSignatures.ed25519_cert, BuiltinSignatures.ed25519,
                BuiltinSignatures.sk_ssh_ed25519, BuiltinSignatures.nistp256, BuiltinSignatures.nistp384,
                BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256));
    }

    private static void limits(SshServer server) {
        CoreModuleProperties.AUTH_METHODS.set(server, AuthService.METHODS);
        CoreModuleProperties.AUTH_TIMEOUT.set(server, AUTHENTICATED_WITHIN);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, AuthService.REQUESTS);
        CoreModuleProperties.MAX_IDENTIFICATION_SIZE.set(server, IDENTIFICATION);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, TargetService.CHANNELS);
        CoreModuleProperties.WELCOME_BANNER.set(server, "");
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Sallyport");
        // A session that is silent for hours is a person who thinks. Its lease, its grant and the rights on
        // the
        // target end it; a peer that is gone is found by the heartbeat.
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        // An export into a pager stands still while somebody reads.
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, READER_PAUSES);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(server, Duration.ofSeconds(30));
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(server, 4);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(server, "keepalive@openssh.com");
    }

    // On a virtual thread, because it asks the authority; the timer only starts it.
    private void renewHostCertificate() {
        Thread.ofVirtual().name("gateway host certificate").start(() -> {
            Duration next = host.renew();
            if (!timer.isShutdown()) {
                var _ = timer.schedule(this::renewHostCertificate, next.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        server.stop(true);
    }
}
