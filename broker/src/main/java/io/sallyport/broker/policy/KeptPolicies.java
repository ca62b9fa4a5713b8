package io.sallyport.broker.policy;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.PolicySource;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies that were in force, with their texts, in a folder of the broker's own: {@code HASH.json} for each version, and
 * {@code versions.json}, whose last entry names the one in force; besides, the text of the one that waits. The last {@value #MOST} activations are kept. Every change is one file put
 * in place whole, so a power cut leaves the version before or the one after. Blocking; one writer.
 */
public final class KeptPolicies {
    static final int MOST = 50;
    static final int MOST_BYTES = 8 << 20;
    private static final int INDEX_BYTES = 1 << 20;
    private static final int DEPTH = 4;
    private static final String INDEX = "versions.json";
    private static final String INDEX_FORMAT = "sallyport-kept-policies/1";
    private static final String FORMAT = "sallyport-kept-policy/1";

    private final Path folder;
    private final List<Activation> activations; // oldest first; guarded by this

    private KeptPolicies(Path folder, List<Activation> activations) {
        this.folder = folder;
        this.activations = new ArrayList<>(activations);
    }

    /**
     * Those in {@code folder}; none when there is no such folder. Writes nothing.
     *
     * @throws IOException they can't be read, or others may change them
     */
    public static KeptPolicies in(Path folder) throws IOException {
        Path index = folder.resolve(INDEX);
        if (!Files.exists(index)) {
            return new KeptPolicies(folder, List.of());
        }
        try {
            Json.Obj read = JsonParser
                    .parseObject(OwnFiles.readSecret(index, INDEX_BYTES), INDEX_BYTES, DEPTH)
                    .onlyFields("format", "versions");
            require(read, INDEX_FORMAT);
            return new KeptPolicies(folder,
                    read.objects("versions").stream().map(Activation::parse).toList());
        } catch (JsonFormatException e) {
            throw new IOException(index + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Oldest first; the last one is in force. */
    public synchronized List<Activation> activations() {
        return List.copyOf(activations);
    }

    /** The one in force, if there ever was one. */
    public synchronized Optional<Activation> inForce() {
        return activations.isEmpty() ? Optional.empty() : Optional.of(activations.getLast());
    }

    /**
     * The text of a version.
     *
     * @throws IOException it is gone, or is not what its name says
     */
    public PolicySource source(String hash) throws IOException {
        Path file = file(hash);
        try {
            Json.Obj read = JsonParser.parseObject(OwnFiles.readSecret(file, MOST_BYTES), MOST_BYTES, DEPTH)
                    .onlyFields("format", "files");
            require(read, FORMAT);
            Json.Obj texts = read.object("files");
            TreeMap<String, String> files = new TreeMap<>();
            texts.fields().keySet().forEach(name -> files.put(name, texts.string(name)));
            PolicySource source = new PolicySource(files);
            if (!source.hash().equals(hash)) {
                throw new IOException(file + " is damaged: its text has another hash");
            }
            return source;
        } catch (JsonFormatException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Writes the text of a version that is about to come into force. @throws IOException it can't, or it has more than 8 MiB */
    public void keep(PolicySource source) throws IOException {
        JsonBuilder files = Json.object();
        source.files().forEach(files::put);
        byte[] bytes = Json.object().put("format", FORMAT).put("files", files).canonical();
        if (bytes.length > MOST_BYTES) {
            throw new IOException("the policy folder has more than " + (MOST_BYTES >> 20) + " MiB");
        }
        OwnFiles.requireFolder(folder);
        OwnFiles.write(file(source.hash()), bytes);
    }

    /** Writes the text of a version that waits, in the place of any other that waited. @throws IOException as in {@link #keep} */
    public synchronized void keepWaiting(PolicySource source) throws IOException {
        keep(source);
        sweep(Set.of(source.hash()));
    }

    /** From now on this one, whose text was kept, is in force; what is no longer listed goes. */
    public synchronized void enter(Activation activation) throws IOException {
        List<Activation> next = new ArrayList<>(activations);
        next.add(activation);
        List<Activation> last = next.subList(Math.max(0, next.size() - MOST), next.size());
        OwnFiles.write(folder.resolve(INDEX), Json.object().put("format", INDEX_FORMAT)
                .put("versions", Json.array(last.stream().map(Activation::json).toList())).canonical());
        activations.clear();
        activations.addAll(last);
        sweep(Set.of());
    }

    private void sweep(Set<String> waiting) throws IOException {
        Set<String> listed = Stream
                .concat(waiting.stream(), activations.stream().map(Activation::hash))
                .map(hash -> hash + ".json").collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.matches("[0-9a-f]{64}\\.json") && !listed.contains(name)) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path file(String hash) {
        return folder.resolve(hash + ".json");
    }

    private static void require(Json.Obj read, String format) {
        if (!read.string("format").equals(format)) {
            throw new JsonFormatException("not " + format);
        }
    }
}
