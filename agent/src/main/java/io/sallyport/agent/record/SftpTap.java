package io.sallyport.agent.record;

import io.sallyport.agent.AgentLimits;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the client's half of an SFTP conversation in passing (draft-ietf-secsh-filexfer-02, with OpenSSH's extensions) and tells what is
 * done to which file. File content is skipped. Never changes a byte and never refuses: it is a witness, not a guard; the limits are the
 * login's own. Memory is bounded by {@link AgentLimits#SFTP_REQUEST}. For one thread.
 */
public final class SftpTap {

    /** What a client asked for; {@code path} and {@code detail} are the client's words, foreign text. */
    public record Operation(String name, String path, String detail) {}

    private static final int OPEN = 3;
    private static final int SETSTAT = 9;
    private static final int OPENDIR = 11;
    private static final int REMOVE = 13;
    private static final int MKDIR = 14;
    private static final int RMDIR = 15;
    private static final int RENAME = 18;
    private static final int SYMLINK = 20;
    private static final int EXTENDED = 200;

    /** Type and request id. */
    private static final int HEAD = 5;

    /** OpenSSH's own server ends itself above this; what follows would not be requests. */
    private static final int LONGEST = 256 * 1024 + 1024;

    private final ByteBuffer length = ByteBuffer.allocate(4);
    private final ByteBuffer request = ByteBuffer.allocate(AgentLimits.SFTP_REQUEST);
    private int left;
    private boolean lost;

    /** Takes the next bytes from the client, in any pieces, and tells each operation as soon as its request is complete. */
    public void accept(byte[] bytes, int offset, int count, Consumer<Operation> operations) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, count);
        while (in.hasRemaining() && !lost) {
            if (left == 0) {
                startRequest(in, operations);
            } else {
                continueRequest(in, operations);
            }
        }
    }

    private void startRequest(ByteBuffer in, Consumer<Operation> operations) {
        while (in.hasRemaining() && length.hasRemaining()) {
            length.put(in.get());
        }
        if (length.hasRemaining()) {
            return;
        }
        left = length.getInt(0);
        length.clear();
        request.clear();
        if (left < 1 || left > LONGEST) {
            lost = true;
            operations.accept(new Operation("unreadable", "", "request of " + left + " bytes"));
        }
    }

    private void continueRequest(ByteBuffer in, Consumer<Operation> operations) {
        int step = Math.min(left, in.remaining());
        int kept = Math.min(step, wanted());
        request.put(in.slice(in.position(), kept));
        in.position(in.position() + step);
        left -= step;
        if (left == 0) {
            request.flip();
            tell(operations);
        }
    }

    /** Nothing beyond the head is kept of a request that carries file content. */
    private int wanted() {
        boolean interesting = request.position() < HEAD || isTold(request.get(0));
        return interesting ? request.remaining() : 0;
    }

    private static boolean isTold(byte type) {
        return switch (type & 0xff) {
            case OPEN, SETSTAT, OPENDIR, REMOVE, MKDIR, RMDIR, RENAME, SYMLINK, EXTENDED -> true;
            default -> false;
        };
    }

    private void tell(Consumer<Operation> operations) {
        if (request.remaining() < HEAD || !isTold(request.get(0))) {
            return;
        }
        int type = request.get() & 0xff;
        request.getInt();
        try {
            switch (type) {
                case OPEN -> operations.accept(new Operation("open", string(), flags(request.getInt())));
                case SETSTAT -> operations.accept(new Operation("setstat", string(), attributes()));
                case OPENDIR -> operations.accept(new Operation("list", string(), ""));
                case REMOVE -> operations.accept(new Operation("remove", string(), ""));
                case MKDIR -> operations.accept(new Operation("mkdir", string(), ""));
                case RMDIR -> operations.accept(new Operation("rmdir", string(), ""));
                case RENAME -> operations.accept(new Operation("rename", string(), string()));
                case SYMLINK -> symlink(operations);
                default -> extended(operations);
            }
        } catch (BufferUnderflowException e) {
            operations.accept(new Operation("unreadable", "", "request type " + type));
        }
    }

    /** OpenSSH sends the target first, unlike the draft, and every client follows it. */
    private void symlink(Consumer<Operation> operations) {
        String target = string();
        operations.accept(new Operation("symlink", string(), target));
    }

    private void extended(Consumer<Operation> operations) {
        switch (string()) {
            case "posix-rename@openssh.com" -> operations.accept(new Operation("rename", string(), string()));
            case "hardlink@openssh.com" -> {
                String target = string();
                operations.accept(new Operation("hardlink", string(), target));
            }
            case "lsetstat@openssh.com" ->
                operations.accept(new Operation("setstat", string(), attributes()));
            default -> {
                // Questions about the file system and copies between open handles name no path.
            }
        }
    }

    private String string() {
        int size = request.getInt();
        if (size < 0 || size > request.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] text = new byte[size];
        request.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String flags(int flags) {
        List<String> names = new ArrayList<>();
        String[] known = {"read", "write", "append", "create", "truncate", "exclusive"};
        for (int bit = 0; bit < known.length; bit++) {
            if ((flags & (1 << bit)) != 0) {
                names.add(known[bit]);
            }
        }
        return String.join(",", names);
    }

    private String attributes() {
        int flags = request.getInt();
        List<String> told = new ArrayList<>();
        if ((flags & 1) != 0) {
            told.add("size=" + Long.toUnsignedString(request.getLong()));
        }
        if ((flags & 2) != 0) {
            told.add("owner=" + Integer.toUnsignedString(request.getInt()) + ":"
                    + Integer.toUnsignedString(request.getInt()));
        }
        if ((flags & 4) != 0) {
            told.add("mode=" + Integer.toOctalString(request.getInt() & 07777));
        }
        if ((flags & 8) != 0) {
            told.add("times");
        }
        return String.join(",", told);
    }
}
