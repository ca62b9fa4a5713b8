package io.sallyport.evidence.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The files entries stand in, and how they are read: docs/formats/journal.md §1 to §3. */
final class Segments {
    private static final String PREFIX = "entries-";
    private static final String SUFFIX = ".sjl";
    private static final int DIGITS = 20;

    private Segments() {}

    /** A file and the index of the first entry in it, as its name says. */
    record Segment(Path file, long firstIndex) {}

    /** Takes entries in order; false: no more are wanted. */
    interface Sink {
        boolean entry(long index, Block.Entry entry);
    }

    /** How far a segment could be read. {@code torn}: the fault can be the last write of a process that died. */
    record Scan(long validBytes, long nextIndex, Optional<String> fault, boolean torn) {}

    static Path file(Path dir, long firstIndex) {
        return dir.resolve(PREFIX + String.format("%0" + DIGITS + "d", firstIndex) + SUFFIX);
    }

    /** In order of their first index. */
    static List<Segment> list(Path dir) throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                firstIndex(String.valueOf(file.getFileName()))
                        .ifPresent(first -> segments.add(new Segment(file, first)));
            }
        }
        segments.sort(Comparator.comparingLong(Segment::firstIndex));
        return segments;
    }

    private static OptionalLong firstIndex(String name) {
        String digits = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        return digits.matches("0[0-9]{" + (DIGITS - 1) + "}")
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    /** Reads blocks until the end, a fault, or until {@code sink} wants no more. */
    static Scan scan(Segment segment, Sink sink) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.file.toFile(), "r")) {
            long size = file.length();
            long at = 0;
            long index = segment.firstIndex;
            byte[] head = new byte[Block.HEADER];
            List<Block.Entry> entries = new ArrayList<>();
            while (at < size) {
                entries.clear();
                try {
                    at += block(file, at, size, head, index, entries);
                } catch (Block.Bad bad) {
                    return new Scan(at, index, Optional.of(String.valueOf(bad.getMessage())),
                            torn(file, at, size));
                }
                for (Block.Entry entry : entries) {
                    if (!sink.entry(index++, entry)) {
                        return new Scan(at, index, Optional.empty(), false);
                    }
                }
            }
            return new Scan(at, index, Optional.empty(), false);
        }
    }

    private static long block(RandomAccessFile file, long at, long size, byte[] head, long index,
            List<Block.Entry> entries) throws IOException, Block.Bad {
        if (size - at < Block.HEADER) {
            throw new Block.Bad("the header of a block is cut");
        }
        file.seek(at);
        file.readFully(head);
        Block.Header header = Block.header(head, 0);
        if (header.firstIndex() != index) {
            throw new Block.Bad(
                    "entries are missing or out of order: a block begins with " + header.firstIndex());
        }
        if (size - at - Block.HEADER < header.bodyLength()) {
            throw new Block.Bad("a block is cut");
        }
        byte[] body = new byte[header.bodyLength()];
        file.readFully(body);
        Block.entries(header, body, entries);
        return Block.HEADER + (long) body.length;
    }

    /**
     * Can the bad block at {@code at} be the last write? Only if it reaches to the end of the file or beyond, or, when its
     * length cannot be trusted, if no whole header follows it: blocks are written one after the other, each on disk before the
     * next.
     */
    private static boolean torn(RandomAccessFile file, long at, long size) throws IOException {
        long left = size - at;
        if (left > Block.HEADER + Block.MAX_BODY) {
            return false;
        }
        byte[] rest = new byte[(int) left];
        file.seek(at);
        file.readFully(rest);
        if (left < Block.HEADER) {
            return true;
        }
        try {
            return Block.HEADER + (long) Block.header(rest, 0).bodyLength() >= left;
        } catch (Block.Bad noHeader) {
            return !hasHeader(rest);
        }
    }

    private static boolean hasHeader(byte[] rest) {
        for (int at = 1; at + Block.HEADER <= rest.length; at++) {
            if (rest[at] == (byte) (Block.MAGIC >>> 24) && isHeader(rest, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHeader(byte[] rest, int at) {
        try {
            Block.header(rest, at);
            return true;
        } catch (Block.Bad notHere) {
            return false;
        }
    }
}
