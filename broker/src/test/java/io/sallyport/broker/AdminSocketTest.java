package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminSocketTest {
    private final Path path;

    AdminSocketTest(@TempDir Path folder) {
        this.path = folder.resolve("admin.sock");
    }

    private AdminSocket echo() throws IOException {
        return AdminSocket.listen(path,
                (order, _) -> Json.object().put("heard", order.string("order")).build());
    }

    private String ask(String order) throws IOException {
        return AdminSocket.ask(path, Json.object().put("order", order).build()).string("heard");
    }

    @Test
    void anOrderIsAnsweredAndOnlyTheOwnMayGiveIt() throws IOException {
        try (AdminSocket _ = echo()) {
            assertEquals("status", ask("status"));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
        assertFalse(Files.exists(path));
        assertThrows(IOException.class, () -> ask("status"));
    }

    @Test
    void theAccountThatGivesAnOrderIsKnown() throws IOException {
        try (AdminSocket _ = AdminSocket.listen(path,
                (_, user) -> Json.object().put("heard", user.orElse("nobody")).build())) {
            assertEquals(System.getProperty("user.name"), ask("status"));
        }
    }

    @Test
    void whatADeadBrokerLeftBehindIsReplaced() throws IOException {
        Files.writeString(path, "left behind");
        try (AdminSocket _ = echo()) {
            assertEquals("status", ask("status"));
        }
    }

    @Test
    void nonsenseHarmsOnlyWhoeverSaidIt() throws IOException {
        try (AdminSocket _ = echo()) {
            for (byte[] nonsense : new byte[][]{{0, 0, 0, 3, 'x', 'y', 'z'}, {127, 0, 0, 0}, {0, 0}, {}}) {
                for (int i = 0; i < 5; i++) {
                    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                        channel.write(ByteBuffer.wrap(nonsense));
                        channel.shutdownOutput();
                        assertEquals(-1, channel.read(ByteBuffer.allocate(16)));
                    }
                }
            }
            assertEquals("status", ask("status"));
        }
    }

    @Test
    void anOrderThatFailsFreesItsPlace() throws IOException {
        try (AdminSocket _ = AdminSocket.listen(path, (order, _) -> {
            if (order.string("order").equals("fail")) {
                throw new IllegalStateException("no");
            }
            return Json.object().put("heard", "well").build();
        })) {
            for (int i = 0; i < 20; i++) {
                assertThrows(IOException.class, () -> ask("fail"));
            }
            assertEquals("well", ask("status"));
        }
    }
}
