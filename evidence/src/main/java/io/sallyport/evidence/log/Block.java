package io.sallyport.evidence.log;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Entries that reach the disk together: docs/formats/journal.md §2. The next block is written only after this one is on
 * disk, so only the last block of a journal can be torn.
 */
final class Block {
    static final int MAGIC = 0x534a424c; // "SJBL"
    static final int VERSION = 1;
    static final int HEADER = 32;
    static final int SALT = 16;
    /** Largest event in bytes. */
    static final int MAX_EVENT = 1024 * 1024;
    /** Largest body; a block takes no further entry beyond it. */
    static final int MAX_BODY = 4 * 1024 * 1024;
    private static final int ENTRY_COST = 4 + SALT;

    private Block() {}

    /** What stands before the entries. */
    record Header(long firstIndex, int count, int bodyLength, int bodyCrc) {}

    /** One entry: the leaf of the tree is SHA-256(0x00 || salt || event). */
    static final class Entry {
        private final byte[] salt;
        private final byte[] event;

        /** Both arrays are taken without a copy. */
        Entry(byte[] salt, byte[] event) {
            this.salt = salt;
            this.event = event;
        }

        /** A copy. */
        byte[] event() {
            return event.clone();
        }

        Hash leaf() {
            return Hash.ofLeaf(salt, event);
        }

        int cost() {
            return ENTRY_COST + event.length;
        }
    }

    static byte[] encode(long firstIndex, List<Entry> entries) {
        int body = entries.stream().mapToInt(Entry::cost).sum();
        ByteBuffer block = ByteBuffer.allocate(HEADER + body);
        block.position(HEADER);
        for (Entry entry : entries) {
            block.putInt(entry.event.length).put(entry.salt).put(entry.event);
        }
        block.putInt(0, MAGIC).putInt(4, VERSION).putLong(8, firstIndex).putInt(16, entries.size()).putInt(20,
                body);
        block.putInt(24, crc(block.array(), HEADER, body));
        block.putInt(28, crc(block.array(), 0, HEADER - 4));
        return block.array();
    }

    /** @throws Bad these 32 bytes are no block header */
    static Header header(byte[] bytes, int offset) throws Bad {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, HEADER);
        if (in.getInt(offset) != MAGIC || in.getInt(offset + 28) != crc(bytes, offset, HEADER - 4)) {
            throw new Bad("the header of a block is wrong");
        }
        if (in.getInt(offset + 4) != VERSION) {
            throw new JournalException("the journal has a format this program does not know");
        }
        Header header = new Header(in.getLong(offset + 8), in.getInt(offset + 16), in.getInt(offset + 20),
                in.getInt(offset + 24));
        if (header.count < 1 || header.bodyLength < header.count * (long) ENTRY_COST
                || header.bodyLength > MAX_BODY) {
            throw new Bad("a number in the header of a block is out of range");
        }
        return header;
    }

    /** The entries of a body; {@code body} holds exactly the body. @throws Bad it does not fit the header */
    static void entries(Header header, byte[] body, List<Entry> into) throws Bad {
        if (crc(body, 0, header.bodyLength) != header.bodyCrc) {
            throw new Bad("the check sum of a block is wrong");
        }
        ByteBuffer in = ByteBuffer.wrap(body, 0, header.bodyLength);
        for (int left = header.count; left > 0; left--) {
            if (in.remaining() < ENTRY_COST) {
                throw new Bad("an entry goes beyond its block");
            }
            int length = in.getInt();
            if (length < 0 || length > MAX_EVENT || length > in.remaining() - SALT) {
                throw new Bad("an entry goes beyond its block");
            }
            byte[] salt = new byte[SALT];
            byte[] event = new byte[length];
            in.get(salt).get(event);
            into.add(new Entry(salt, event));
        }
        if (in.hasRemaining()) {
            throw new Bad("a block holds more than its entries");
        }
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** These bytes are no block, or not this one. */
    static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message, null, false, false);
        }
    }
}
