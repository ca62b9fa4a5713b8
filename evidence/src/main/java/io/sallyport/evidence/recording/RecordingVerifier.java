package io.sallyport.evidence.recording;

import io.sallyport.evidence.sign.VerifyKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a recording as its bytes arrive, in slices of any size: form, order, chain, signatures, frames, totals, end. Every
 * length is checked before memory is taken for it; memory stays under half a MiB. For one thread at a time.
 */
public final class RecordingVerifier implements AutoCloseable {
    private static final int SLICE = 256 * 1024;

    private final Optional<String> wantedSession;
    private final Optional<String> wantedKey;
    private final Inflation inflation = new Inflation();
    private final ChannelLedger ledger = new ChannelLedger();
    private final MessageDigest digest = Format.sha256();
    /** Chain hashes of the chunks after the last checkpoint, the first of them being chunk {@code signed + 1}. */
    private final ArrayDeque<byte[]> unsigned = new ArrayDeque<>();

    private byte[] record = new byte[4096];
    private int filled;
    private int needed = HeaderRecord.PREFIX;

    private @Nullable RecordingHeader header;
    private @Nullable VerifyKey key;
    private byte[] hash = new byte[Format.HASH];
    private long accepted;
    private long chunks;
    private long signed;
    private long frames;
    private long rawBytes;
    private long elidedBytes;
    private long gaps;
    private long micros;
    private Frame.@Nullable End end;
    private boolean crashSealed;
    private Verdict.@Nullable Damaged damaged;

    /** Accepts only a recording of {@code session} (when given) signed with the key {@code keyHex} (when given). */
    public RecordingVerifier(Optional<String> session, Optional<String> keyHex) {
        this.wantedSession = session;
        this.wantedKey = keyHex;
    }

    /** Takes all of the next bytes; returns what can be said now. After Damaged, every further call says the same. */
    public Verdict accept(ByteBuffer bytes) {
        while (bytes.hasRemaining() && damaged == null) {
            int count = Math.min(bytes.remaining(), needed - filled);
            bytes.get(record, filled, count);
            filled += count;
            if (filled == needed) {
                step();
            }
        }
        bytes.position(bytes.limit());
        return verdict();
    }

    private void step() {
        try {
            if (header == null) {
                headerStep();
            } else if (filled == 1) {
                need(typeLength());
            } else if (record[0] == CheckpointRecord.TYPE) {
                checkpoint(header);
                accepted();
            } else if (filled == ChunkHeader.LENGTH) {
                need(ChunkHeader.decode(record).recordLength());
            } else {
                chunk(ChunkHeader.decode(record));
                accepted();
            }
        } catch (Malformed refused) {
            damaged = new Verdict.Damaged(badChunk(), accepted, String.valueOf(refused.getMessage()));
        }
    }

    /** A bad checkpoint is named by the chunk it follows, a bad chunk by its own number. */
    private long badChunk() {
        if (header == null || end != null) {
            return chunks;
        }
        return record[0] == CheckpointRecord.TYPE ? chunks : chunks + 1;
    }

    private void need(int length) {
        needed = length;
        if (record.length < length) {
            record = Arrays.copyOf(record, length);
        }
    }

    private void accepted() {
        accepted += filled;
        filled = 0;
        needed = 1;
    }

    private int typeLength() {
        if (end != null && (record[0] != CheckpointRecord.TYPE || signed == chunks)) {
            throw new Malformed("bytes follow the end");
        }
        return switch (record[0]) {
            case ChunkHeader.TYPE -> ChunkHeader.LENGTH;
            case CheckpointRecord.TYPE -> CheckpointRecord.LENGTH;
            default -> throw new Malformed("a record of an unknown type follows");
        };
    }

    private void headerStep() {
        int length = HeaderRecord.recordLength(record);
        if (filled < length) {
            need(length);
            return;
        }
        RecordingHeader found = HeaderRecord.decode(record, length);
        if (wantedSession.isPresent() && !wantedSession.get().equals(found.session())) {
            throw new Malformed("it is the recording of another session");
        }
        if (wantedKey.isPresent() && !wantedKey.get().equalsIgnoreCase(found.agentKey())) {
            throw new Malformed("it names another recording key than the one expected");
        }
        key = VerifyKey.ofHex(found.agentKey())
                .orElseThrow(() -> new Malformed("its recording key is no Ed25519 key"));
        hash = Arrays.copyOfRange(record, length - Format.HASH, length);
        header = found;
        accepted();
    }

    private void chunk(ChunkHeader chunk) {
        int hashed = ChunkHeader.LENGTH + chunk.storedLength();
        digest.update(hash);
        digest.update(record, 0, hashed);
        byte[] next = digest.digest();
        if (!Arrays.equals(next, 0, Format.HASH, record, hashed, hashed + Format.HASH)) {
            throw new Malformed("the chain hash does not fit the chunk");
        }
        if (chunk.sequence() != chunks + 1) {
            throw new Malformed("the chunk has another number: chunks are missing, doubled or out of order");
        }
        if (chunk.firstMicros() < micros) {
            throw new Malformed("the chunk begins before the one in front of it ends");
        }
        if (unsigned.size() >= Format.MAX_UNSIGNED) {
            throw new Malformed("too many chunks follow one another without a checkpoint");
        }
        frames(chunk);
        chunks++;
        rawBytes += chunk.rawLength();
        micros = chunk.lastMicros();
        crashSealed = chunk.crashSealed();
        hash = next;
        unsigned.addLast(next);
    }

    private void frames(ChunkHeader chunk) {
        ChunkFrames content = new ChunkFrames(chunk, inflation.raw(chunk, record, ChunkHeader.LENGTH));
        Frame.End last = null;
        for (Optional<TimedFrame> next = content.next(); next.isPresent(); next = content.next()) {
            if (last != null) {
                throw new Malformed("frames follow the end");
            }
            Frame frame = next.get().frame();
            ledger.see(frame);
            frames++;
            switch (frame) {
                case Frame.End ended -> last = ended;
                case Frame.Gap _ -> gaps++;
                case Frame.Elided elided -> elidedBytes += elided.bytes();
                case Frame.Output _,Frame.ErrorOutput _,Frame.Input _,Frame.Resize _,Frame.ChannelOpened _,Frame.ChannelClosed _,Frame.FileOperation _,Frame.Notice _,Frame.Environment _ ->
                    {
                    }
            }
        }
        if (chunk.end() != (last != null)) {
            throw new Malformed("the end mark of the chunk and its frames disagree");
        }
        end = last;
    }

    private void checkpoint(RecordingHeader known) {
        long sequence = CheckpointRecord.sequence(record);
        if (sequence <= signed || sequence > chunks) {
            throw new Malformed("the checkpoint speaks of chunk " + sequence + ", which is not its place");
        }
        byte[] covered = hash;
        for (; signed < sequence; signed++) {
            covered = unsigned.removeFirst();
        }
        if (!Arrays.equals(covered, CheckpointRecord.hash(record))) {
            throw new Malformed("the checkpoint does not fit the chain");
        }
        byte[] message = CheckpointRecord.message(record, known.session());
        if (key == null || !key.verifies(message, CheckpointRecord.signature(record))) {
            throw new Malformed("the signature of the checkpoint is wrong");
        }
    }

    /** What can be said now. */
    public Verdict verdict() {
        if (damaged != null) {
            return damaged;
        }
        if (header != null && end != null && signed == chunks && filled == 0) {
            return new Verdict.Whole(header, totals(), end, crashSealed);
        }
        return new Verdict.Unfinished(Optional.ofNullable(header), totals(), unfinished());
    }

    private String unfinished() {
        if (header == null) {
            return "the header is not complete";
        }
        if (end != null) {
            return "the end is there, and the checkpoint over it is not";
        }
        return "it stops " + (filled == 0 ? "after" : "inside the record after") + " chunk " + chunks
                + ", and the end is missing";
    }

    /** What the checked part holds. */
    public Totals totals() {
        return new Totals(accepted, chunks, signed, frames, rawBytes, elidedBytes, gaps, micros,
                HexFormat.of().formatHex(hash));
    }

    /** The header, as soon as it is whole. */
    public Optional<RecordingHeader> header() {
        return Optional.ofNullable(header);
    }

    /** End of the last whole valid record: the offset to resume from. */
    public long acceptedBytes() {
        return accepted;
    }

    boolean endSeen() {
        return end != null;
    }

    /** Checks a whole file. @throws RecordingException it cannot be read */
    public static Verdict verify(Path file, Optional<String> keyHex) {
        return verify(file, keyHex, _ -> {
        });
    }

    /** As {@link #verify(Path, Optional)}, and tells {@code progress} now and then how many bytes were read. */
    public static Verdict verify(Path file, Optional<String> keyHex, LongConsumer progress) {
        byte[] slice = new byte[SLICE];
        try (InputStream in = Files.newInputStream(file);
                RecordingVerifier verifier = new RecordingVerifier(Optional.empty(), keyHex)) {
            Verdict verdict = verifier.verdict();
            long read = 0;
            for (int count = in.read(slice); count >= 0; count = in.read(slice)) {
                verdict = verifier.accept(ByteBuffer.wrap(slice, 0, count));
                read += count;
                progress.accept(read);
            }
            return verdict;
        } catch (IOException failed) {
            throw new RecordingException("cannot read " + file, failed);
        }
    }

    @Override
    public void close() {
        inflation.close();
    }
}
