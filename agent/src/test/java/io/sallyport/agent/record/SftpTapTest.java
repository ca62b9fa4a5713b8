package io.sallyport.agent.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.agent.record.SftpTap.Operation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SftpTapTest {

    private static byte[] request(int type, Object... fields) {
        ByteBuffer body = ByteBuffer.allocate(100_000).put((byte) type).putInt(7);
        for (Object field : fields) {
            switch (field) {
                case String text -> body.putInt(text.length()).put(text.getBytes(StandardCharsets.UTF_8));
                case Integer number -> body.putInt(number);
                case Long number -> body.putLong(number);
                case byte[] data -> body.putInt(data.length).put(data);
                default -> throw new IllegalArgumentException("no field of SFTP");
            }
        }
        byte[] bytes = new byte[body.flip().remaining()];
        body.get(bytes);
        return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
    }

    private static byte[] conversation() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[]{0, 0, 0, 5, 1, 0, 0, 0, 3});
        all.writeBytes(request(3, "/etc/passwd", 0x1a, 0));
        all.writeBytes(request(6, "handle", 0L, new byte[40_000]));
        all.writeBytes(request(9, "/tmp/a", 4, 0644));
        all.writeBytes(request(13, "/tmp/b"));
        all.writeBytes(request(14, "/tmp/c", 0));
        all.writeBytes(request(15, "/tmp/d"));
        all.writeBytes(request(18, "/tmp/e", "/tmp/f"));
        all.writeBytes(request(20, "target", "/tmp/link"));
        all.writeBytes(request(200, "posix-rename@openssh.com", "/tmp/g", "/tmp/h"));
        all.writeBytes(request(200, "fsync@openssh.com", "handle"));
        return all.toByteArray();
    }

    private static final List<Operation> TOLD = List.of(
            new Operation("open", "/etc/passwd", "write,create,truncate"),
            new Operation("setstat", "/tmp/a", "mode=644"), new Operation("remove", "/tmp/b", ""),
            new Operation("mkdir", "/tmp/c", ""), new Operation("rmdir", "/tmp/d", ""),
            new Operation("rename", "/tmp/e", "/tmp/f"), new Operation("symlink", "/tmp/link", "target"),
            new Operation("rename", "/tmp/g", "/tmp/h"));

    private static List<Operation> told(byte[] bytes, int piece) {
        SftpTap tap = new SftpTap();
        List<Operation> operations = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += piece) {
            tap.accept(bytes, at, Math.min(piece, bytes.length - at), operations::add);
        }
        return operations;
    }

    @Property(tries = 60)
    void everyCutOfTheStreamTellsTheSame(@ForAll @IntRange(min = 1, max = 70_000) int piece) {
        assertEquals(TOLD, told(conversation(), piece));
    }

    @Property(tries = 300)
    void noBytesBreakIt(@ForAll @Size(max = 300) byte[] bytes) {
        told(bytes, 7);
    }

    @Test
    void lengthsOutOfBoundsAreToldAndEndTheReading() {
        List<Operation> operations = told(new byte[]{0x7f, 0, 0, 0, 1, 2, 3, 0, 0, 0, 1, 9}, 100);
        assertEquals(1, operations.size());
        assertEquals("unreadable", operations.getFirst().name());
    }

    @Test
    void requestWithALyingStringIsToldAsUnreadable() {
        byte[] lying = request(13, "/tmp/b");
        lying[12] = 99;
        assertTrue(told(lying, 100).getFirst().name().equals("unreadable"));
    }
}
