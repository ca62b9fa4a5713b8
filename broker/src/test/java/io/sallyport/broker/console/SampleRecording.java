package io.sallyport.broker.console;

import io.sallyport.broker.session.SessionSummary;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingHeader;
import io.sallyport.evidence.recording.RecordingKey;
import io.sallyport.evidence.recording.RecordingVerifier;
import io.sallyport.evidence.recording.RecordingWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A small signed recording of somebody at work. */
final class SampleRecording {
    private static final String[] SHOWN = {"deploy@web-1:~$ ", "systemctl status payment-worker\r\n",
            "\u001b[1;31m●\u001b[0m payment-worker.service - Payment worker\r\n",
            "     Loaded: loaded (/etc/systemd/system/payment-worker.service; enabled)\r\n",
            "     Active: \u001b[1;31mfailed\u001b[0m since Mon 2026-11-23 11:58:40 UTC\r\n",
            "deploy@web-1:~$ ",
            "sudo systemctl restart payment-worker\r\n", "deploy@web-1:~$ ",
            "systemctl is-active payment-worker\r\n",
            "\u001b[32mactive\u001b[0m\r\n", "deploy@web-1:~$ ", "tail -n 3 /var/log/payment/worker.log\r\n",
            "14:06:11 connected to orders-db in 41 ms\r\n", "14:06:12 queue depth 118, draining\r\n",
            "14:06:19 queue depth 0 <script>alert(1)</script> done\r\n", "deploy@web-1:~$ ", "exit\r\n"};

    private SampleRecording() {}

    /** Writes one for every session there is. */
    static void fill(Samples samples, Path folder) {
        for (SessionSummary summary : samples.sessions.all) {
            Path file = folder.resolve(summary.session().id() + ".rec");
            write(summary, file);
            samples.recordings.files.put(summary.session().id(), file);
            samples.recordings.verdicts.put(summary.session().id(),
                    RecordingVerifier.verify(file, Optional.empty()));
        }
    }

    private static void write(SessionSummary summary, Path file) {
        RecordingKey key = RecordingKey.random(new SecureRandom());
        RecordingHeader header = new RecordingHeader(RecordingHeader.FORMAT, summary.session().id().value(),
                summary.session().target().value(), summary.login().orElseThrow().value(),
                summary.session().person().value(), summary.grant().orElseThrow().value(),
                summary.serial().orElseThrow(), summary.session().openedAt(), "ab".repeat(32),
                key.publicHex(), Map.of());
        AtomicLong nanos = new AtomicLong();
        RecordingWriter writer = RecordingWriter.create(file, header, key, nanos::get,
                InstantSource.fixed(summary.session().openedAt()));
        writer.append(new Frame.ChannelOpened(0, Frame.Kind.SHELL, true, ""));
        writer.append(new Frame.Resize(0, 88, 20));
        for (String shown : SHOWN) {
            nanos.addAndGet(700_000_000L);
            byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
            writer.append(Frame.Output.of(0, bytes, 0, bytes.length));
        }
        writer.close(EndReason.CLOSED, "");
    }
}
