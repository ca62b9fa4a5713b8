package io.sallyport.e2e;

import io.sallyport.certsdev.Program;
import io.sallyport.certsdev.StockSsh;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The offline verifier, as an auditor runs it. */
final class Recordings {
    private Recordings() {}

    static StockSsh.Result verify(Path file, byte[] content, String... options) {
        try {
            Files.write(file, content);
            List<String> arguments = new ArrayList<>(List.of(options));
            arguments.add(file.toString());
            return run(Program.verify(World.home()).commandLine(arguments.toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StockSsh.Result run(List<String> commandLine) {
        try {
            Process process = new ProcessBuilder(commandLine).redirectErrorStream(true).start();
            byte[] said = process.getInputStream().readAllBytes();
            return new StockSsh.Result(process.waitFor(), said, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
