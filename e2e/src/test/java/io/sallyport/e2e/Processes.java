package io.sallyport.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What runs on this machine, by exact command line. */
final class Processes {
    private Processes() {}

    static long count(String commandLine) {
        return ProcessHandle.allProcesses().filter(process -> commandLine.equals(commandLine(process.pid())))
                .count();
    }

    private static String commandLine(long pid) {
        try {
            byte[] raw = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return new String(raw, StandardCharsets.UTF_8).replace('\0', ' ').strip();
        } catch (IOException e) {
            return "";
        }
    }
}
