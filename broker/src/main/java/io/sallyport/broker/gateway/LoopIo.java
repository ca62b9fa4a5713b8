package io.sallyport.broker.gateway;

import io.netty.channel.EventLoopGroup;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * MINA's transport on the event loops that carry the agents' tunnels too. A byte that is read, decrypted, encrypted and written by
 * one thread waits for no other; and a connection that is silent holds no read buffer.
 */
final class LoopIo implements IoServiceFactoryFactory {
    private final EventLoopGroup loops;
    private final GatewayDoor door;
    private final int backlog;

    /** @param backlog connections that the kernel holds until they are accepted */
    LoopIo(EventLoopGroup loops, GatewayDoor door, int backlog) {
        this.loops = loops;
        this.door = door;
        this.backlog = backlog;
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return new Services();
    }

    /** The event loops are lent to this; they need no threads from MINA. */
    @Override
    public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
        // See above.
    }

    private final class Services extends AbstractCloseable implements IoServiceFactory {
        private @Nullable IoServiceEventListener listener;

        @Override
        public IoAcceptor createAcceptor(IoHandler handler) {
            return new LoopAcceptor(loops, door, backlog, handler);
        }

        @Override
        public IoConnector createConnector(IoHandler handler) {
            throw new IllegalStateException("the gateway dials nobody");
        }

        @Override
        public @Nullable IoServiceEventListener getIoServiceEventListener() {
            return listener;
        }

        @Override
        public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {
            this.listener = listener;
        }
    }
}
