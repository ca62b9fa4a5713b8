package io.sallyport.broker.audit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Events as they were written by format 1. A file: a comment line starting with '#', then the event, one line. */
record Golden(String name, String line) {
    byte[] bytes() {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    static List<Golden> all() throws IOException, URISyntaxException {
        Path folder = Path
                .of(java.util.Objects.requireNonNull(Golden.class.getResource("/golden/events/1")).toURI());
        List<Golden> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                all.add(new Golden(file.getFileName().toString(), lines.get(1)));
            }
        }
        return all;
    }
}
