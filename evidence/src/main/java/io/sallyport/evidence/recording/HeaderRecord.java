package io.sallyport.evidence.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The first record of a recording as bytes: docs/formats/recording.md §2. */
final class HeaderRecord {
    /** Magic, version, length and check sum. */
    static final int PREFIX = 20;
    private static final byte[] MAGIC = "SALLYREC".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_FIELDS = 64;
    /** Names of {@link RecordingHeader#extra()} carry this in front, so that they never meet a name of the format. */
    private static final String EXTRA = "x:";
    private static final String PLAIN = "plain";

    private HeaderRecord() {}

    /** The whole record, the last 32 bytes being h(0). */
    static byte[] encode(RecordingHeader header) {
        FieldWriter fields = new FieldWriter(512);
        SortedMap<String, String> sorted = fields(header);
        fields.number(sorted.size());
        sorted.forEach((name, value) -> fields.text(name).text(value));
        if (fields.length() > Format.MAX_HEADER) {
            throw new IllegalArgumentException("the header is larger than " + Format.MAX_HEADER + " bytes");
        }
        ByteBuffer record = ByteBuffer.allocate(PREFIX + fields.length() + Format.HASH);
        record.put(MAGIC).putInt(header.format()).putInt(fields.length());
        record.putInt(Format.crc(record.array(), 0, PREFIX - 4)).put(fields.toArray());
        byte[] hash = hash(record.array(), record.position());
        return record.put(hash).array();
    }

    private static SortedMap<String, String> fields(RecordingHeader header) {
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put("session", header.session());
        fields.put("target", header.target());
        fields.put("login", header.login());
        fields.put("person", header.person());
        fields.put("grant", header.grant());
        fields.put("serial", Long.toUnsignedString(header.serial()));
        fields.put("started", Long.toString(header.startedAt().toEpochMilli()));
        fields.put("policy", header.policyHash());
        fields.put("key", header.agentKey());
        fields.put("protection", PLAIN);
        header.extra().forEach((name, value) -> fields.put(EXTRA + name, value));
        return fields;
    }

    /** Length of the whole record, from its first {@link #PREFIX} bytes. */
    static int recordLength(byte[] record) {
        ByteBuffer prefix = ByteBuffer.wrap(record, 0, PREFIX);
        byte[] magic = new byte[MAGIC.length];
        prefix.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new Malformed("it does not begin like a Sallyport recording");
        }
        int format = prefix.getInt();
        int length = prefix.getInt();
        if (prefix.getInt() != Format.crc(record, 0, PREFIX - 4)) {
            throw new Malformed("the check sum of the header is wrong");
        }
        if (format != RecordingHeader.FORMAT) {
            throw new Malformed("it has recording format " + format + ", and this program knows only format "
                    + RecordingHeader.FORMAT);
        }
        if (length < 1 || length > Format.MAX_HEADER) {
            throw new Malformed("the header's length is out of range");
        }
        return PREFIX + length + Format.HASH;
    }

    static RecordingHeader decode(byte[] record, int length) {
        if (!Arrays.equals(hash(record, length - Format.HASH), 0, Format.HASH, record, length - Format.HASH,
                length)) {
            throw new Malformed("the header's hash is wrong");
        }
        FieldReader in = new FieldReader(record, PREFIX, length - Format.HASH);
        Map<String, String> fields = new HashMap<>();
        String previous = "";
        for (int left = in.number(MAX_FIELDS); left > 0; left--) {
            String name = in.text(Format.MAX_HEADER);
            if (name.compareTo(previous) <= 0) {
                throw new Malformed("the header's fields are not in order");
            }
            fields.put(name, in.text(Format.MAX_HEADER));
            previous = name;
        }
        in.requireEnd();
        return header(fields);
    }

    private static RecordingHeader header(Map<String, String> fields) {
        if (!PLAIN.equals(take(fields, "protection"))) {
            throw new Malformed("its protection is not 'plain': this version reads no sealed recordings");
        }
        try {
            String session = take(fields, "session");
            String target = take(fields, "target");
            String login = take(fields, "login");
            String person = take(fields, "person");
            String grant = take(fields, "grant");
            long serial = Long.parseUnsignedLong(take(fields, "serial"));
            Instant started = Instant.ofEpochMilli(Long.parseLong(take(fields, "started")));
            String policy = take(fields, "policy");
            String key = take(fields, "key");
            Map<String, String> extra = new HashMap<>();
            fields.forEach((name, value) -> {
                if (!name.startsWith(EXTRA)) {
                    throw new Malformed("the header has an unknown field");
                }
                extra.put(name.substring(EXTRA.length()), value);
            });
            return new RecordingHeader(RecordingHeader.FORMAT, session, target, login, person, grant, serial,
                    started,
                    policy, key, extra);
        } catch (IllegalArgumentException refused) {
            throw new Malformed("the header's fields are not well formed");
        }
    }

    private static String take(Map<String, String> fields, String name) {
        String value = fields.remove(name);
        if (value == null) {
            throw new Malformed("the header lacks the field '" + name + "'");
        }
        return value;
    }

    private static byte[] hash(byte[] record, int length) {
        var digest = Format.sha256();
        digest.update(record, 0, length);
        return digest.digest();
    }
}
