package io.sallyport.broker.gateway;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Session;

/**
 * MINA's own NIO2 transport, with a door in front and sessions that write many packets in one system call. The door stands
 * here and not in MINA's accept listener, because that one cannot close a socket it refuses.
 */
final class CoalescingIo extends Nio2ServiceFactoryFactory {
    private final GatewayDoor door;

    CoalescingIo(GatewayDoor door) {
        this.door = door;
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return new Nio2ServiceFactory(manager, newExecutor(), newExecutor()) {
            @Override
            public Nio2Session createSession(Nio2Service service, IoHandler handler,
                    AsynchronousSocketChannel socket,
                    SocketAddress address) throws IOException {
                if (!door.admits(socket.getRemoteAddress())) {
                    socket.close();
                    throw new IOException("turned away");
                }
                return new CoalescingSession(service, manager, handler, socket, address);
            }
        };
    }
}
