package io.sallyport.policies.policy;

import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The text of a policy folder, read once, so that what is compiled, tested and hashed is the same. Immutable.
 *
 * @param files text by path relative to the folder, {@code /} between names
 */
public record PolicySource(SortedMap<String, String> files) {
    public static final int MOST_FILES = 500;

    public PolicySource {
        files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Reads every {@code .yaml} file of the folder and of {@code rules/}. Files that can't be read, are too large or not UTF-8 are reported
     * and left out. Blocking.
     */
    public static PolicySource read(Path folder, Problems problems) {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder, 2)) {
            List<Path> texts = found.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
            if (texts.size() > MOST_FILES) {
                problems.error(new Location(folder.toString(), 1, 1), "too-many-files",
                        "more than " + MOST_FILES + " files");
                texts = texts.subList(0, MOST_FILES);
            }
            for (Path file : texts) {
                readFile(folder, file, files, problems);
            }
        } catch (IOException e) {
            problems.error(new Location(folder.toString(), 1, 1), "unreadable",
                    "the policy folder can't be read: " + reason(e));
        }
        return new PolicySource(files);
    }

    private static void readFile(Path folder, Path file, SortedMap<String, String> files, Problems problems) {
        String name = folder.relativize(file).toString();
        Location at = new Location(name, 1, 1);
        try {
            if (Files.size(file) > YamlDocument.MOST_BYTES) {
                problems.error(at, "file-too-large",
                        "the file has more than " + YamlDocument.MOST_BYTES / 1024 + " KiB");
            } else {
                files.put(name, Files.readString(file));
            }
        } catch (CharacterCodingException e) {
            problems.error(at, "not-utf-8", "the file is not UTF-8 text");
        } catch (IOException e) {
            problems.error(at, "unreadable", "the file can't be read: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }

    /** SHA-256 over sorted paths and contents, each preceded by its length, as 64 hex digits: the version of this policy. */
    public String hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            files.forEach((path, text) -> {
                update(sha, path);
                update(sha, text);
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void update(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(java.nio.ByteBuffer.allocate(4).putInt(bytes.length).array());
        sha.update(bytes);
    }
}
