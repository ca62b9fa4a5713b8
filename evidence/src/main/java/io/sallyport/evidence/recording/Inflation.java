package io.sallyport.evidence.recording;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Gets a chunk's frames out of its stored bytes, never more than {@link Format#MAX_CHUNK}. For one thread. */
final class Inflation implements AutoCloseable {
    private final Inflater inflater = new Inflater(true);
    private final byte[] raw = new byte[Format.MAX_CHUNK];

    /** The frames' bytes, {@code header.rawLength()} of them, at the start of the returned buffer; valid until the next call. */
    byte[] raw(ChunkHeader header, byte[] stored, int offset) {
        switch (header.codec()) {
            case STORED -> System.arraycopy(stored, offset, raw, 0, header.rawLength());
            case DEFLATE -> inflate(header, stored, offset);
        }
        return raw;
    }

    private void inflate(ChunkHeader header, byte[] stored, int offset) {
        inflater.reset();
        inflater.setInput(stored, offset, header.storedLength());
        try {
            int length = 0;
            while (length < header.rawLength()) {
                int more = inflater.inflate(raw, length, header.rawLength() - length);
                if (more == 0) {
                    throw new Malformed("the chunk holds fewer bytes than it says");
                }
                length += more;
            }
            // One more byte would mean that the chunk is larger than it says: a bomb, or a second reading of
            // the same bytes.
            byte[] beyond = new byte[1];
            if (inflater.inflate(beyond) != 0 || !inflater.finished() || inflater.getRemaining() != 0) {
                throw new Malformed("the chunk holds more bytes than it says");
            }
        } catch (DataFormatException refused) {
            throw new Malformed("the chunk cannot be decompressed");
        }
    }

    @Override
    public void close() {
        inflater.close();
    }
}
