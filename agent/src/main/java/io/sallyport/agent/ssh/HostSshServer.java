package io.sallyport.agent.ssh;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.gate.SessionGate;
import io.sallyport.agent.tunnel.ByteTunnel;
import io.sallyport.policies.grant.DetachedLists;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.cert.SshCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;
import org.apache.sshd.server.session.SessionFactory;

/**
 * The SSH server engineers talk to, end to end. It never listens: the agent hands it tunnels. Only public keys, only AEAD ciphers, only key
 * exchanges with X25519 in them, only channels of type {@code session}. Safe for many threads.
 */
public final class HostSshServer implements AutoCloseable {

    private final Embedded server;

    /**
     * @param hostKey Ed25519
     * @param certificate the host certificate at the moment of asking; it is renewed while the server runs
     */
    public HostSshServer(KeyPair hostKey, HostCertificate certificate, LoginCheck check, SessionGate gate) {
        this.server = new Embedded(gate);
        algorithms(server);
        limits(server);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setHostKeyCertificateProvider(
                session -> certificate.current().map(List::of).orElse(List.of()));
        List<UserAuthFactory> onlyKeys = List.of(CertificateAuth.factory(check));
        server.setUserAuthFactories(onlyKeys);
        server.setPublickeyAuthenticator((login, key, session) -> CertificateAuth.isClaimedKey(session, key));
        server.setServiceFactories(
                List.of(ServerUserAuthServiceFactory.INSTANCE, HostConnectionService.factory()));
        server.setChannelFactories(List.of(HostChannel.factory()));
        server.setGlobalRequestHandlers(List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE));
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    }

    /** The host certificate, if there is one already. */
    public interface HostCertificate {
        java.util.Optional<OpenSshCertificate> current();
    }

    public void start() throws IOException {
        server.start();
    }

    /**
     * Speaks SSH on this tunnel until it ends; returns at once.
     *
     * @param staples certificates the broker stapled to the tunnel, parsed but unverified
     * @param lists what came beside them
     * @param engineer where the engineer's connection comes from, as the broker says
     */
    public void serve(ByteTunnel tunnel, SessionId session, List<SshCertificate> staples,
            DetachedLists lists, InetSocketAddress engineer)
            throws IOException {
        try {
            server.tunnels().accept(tunnel, engineer,
                    new TunnelContext(session, staples, lists, engineer).asAttributes());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the SSH server refused a tunnel", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static void algorithms(SshServer server) {
        server.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(true,
                List.of(BuiltinDHFactories.mlkem768x25519, BuiltinDHFactories.sntrup761x25519,
                        BuiltinDHFactories.sntrup761x25519_openssh, BuiltinDHFactories.curve25519,
                        BuiltinDHFactories.curve25519_libssh),
                ServerBuilder.DH2KEX));
        server.setCipherFactories(List.of(BuiltinCiphers.aes256gcm, BuiltinCiphers.aes128gcm));
        // Never used, because GCM brings its own; the SSH layer wants the list to hold something.
        server.setMacFactories(List.of(BuiltinMacs.hmacsha256etm));
        server.setCompressionFactories(List.of(BuiltinCompressions.none));
        server.setSignatureFactories(List.of(BuiltinSignatures.ed25519_cert, BuiltinSignatures.ed25519,
                BuiltinSignatures.sk_ssh_ed25519,
                BuiltinSignatures.nistp256_cert, BuiltinSignatures.nistp256, BuiltinSignatures.nistp384_cert,
                BuiltinSignatures.nistp384, BuiltinSignatures.rsaSHA512_cert, BuiltinSignatures.rsaSHA512,
                BuiltinSignatures.rsaSHA256_cert, BuiltinSignatures.rsaSHA256));
    }

    private static void limits(SshServer server) {
        CoreModuleProperties.WINDOW_SIZE.set(server, AgentLimits.CHANNEL_WINDOW);
        CoreModuleProperties.MAX_PACKET_SIZE.set(server, AgentLimits.CHANNEL_PACKET);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, AgentLimits.AUTHENTICATION_REQUESTS);
        CoreModuleProperties.AUTH_TIMEOUT.set(server, AgentLimits.AUTHENTICATION_TIME);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, AgentLimits.IDLE);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Sallyport");
        CoreModuleProperties.WELCOME_BANNER.set(server, "");
        // Replies to requests the client made on its own account would be noise (RFC 4254 §5.4).
        CoreModuleProperties.SEND_REPLY_FOR_CHANNEL_DATA.set(server, false);
    }

    private static final class Embedded extends SshServer {

        private final SessionGate gate;

        Embedded(SessionGate gate) {
            this.gate = gate;
            SshServer defaults = ServerBuilder.builder().build();
            setRandomFactory(defaults.getRandomFactory());
            setFileSystemFactory(defaults.getFileSystemFactory());
            setForwarderFactory(defaults.getForwarderFactory());
            setUnknownChannelReferenceHandler(defaults.getUnknownChannelReferenceHandler());
            // Any number but 0: it is never bound, and 0 would make the server look for the one it got.
            setPort(22);
        }

        TunnelAcceptor tunnels() {
            return (TunnelAcceptor) acceptor;
        }

        @Override
        protected IoAcceptor createAcceptor() {
            return new TunnelAcceptor(getSessionFactory());
        }

        @Override
        protected SessionFactory createSessionFactory() {
            return new SessionFactory(this) {
                @Override
                protected ServerSessionImpl doCreateSession(IoSession io) throws Exception {
                    return new HostServerSession(getServer(), io, gate);
                }
            };
        }
    }
}
