package io.sallyport.agent.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.agent.record.Spool;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordingUploaderTest {

    private static final SessionId SESSION = new SessionId("s-" + "b".repeat(26));

    @TempDir
    Path folder;

    @Test
    void growingRecordingIsSentResumedAndDeletedOnlyWhenComplete() throws Exception {
        Spool spool = new Spool(folder.resolve("spool"), 1, Long.MAX_VALUE);
        Path file = Files.writeString(spool.file(SESSION), "first ");
        try (PlayedBroker broker = new PlayedBroker();
                RecordingUploader uploader = new RecordingUploader(broker.dial(), spool, new SecureRandom(),
                        System::nanoTime)) {
            uploader.upload(SESSION);
            PlayedBroker.Call call = broker.next();
            assertTrue(call.head().contains("Sallyport-Session: " + SESSION), call.head());
            call.upgraded("sallyport-recording/1").frame(Json.object().put("resume", 0).build());
            assertEquals("first ", text(call, 6));
            Files.writeString(file, "second ", StandardOpenOption.APPEND);
            assertEquals("second ", text(call, 7));
            call.socket().close();

            PlayedBroker.Call again = broker.next();
            again.upgraded("sallyport-recording/1").frame(Json.object().put("resume", 6).build());
            assertEquals("second ", text(again, 7));
            assertTrue(Files.exists(file), "not acknowledged as complete");
            again.frame(Json.object().put("ack", 13).put("chunk", 1).put("hash", "00").build());
            again.frame(Json.object().put("complete", true).put("ack", 13).put("hash", "00").build());
            assertTrue(uploader.awaitDone(Duration.ofSeconds(20)));
            assertFalse(Files.exists(file));
        }
    }

    @Test
    void recordingFoundDamagedStays() throws Exception {
        Spool spool = new Spool(folder.resolve("spool"), 1, Long.MAX_VALUE);
        Files.writeString(spool.file(SESSION), "x");
        try (PlayedBroker broker = new PlayedBroker();
                RecordingUploader uploader = new RecordingUploader(broker.dial(), spool, new SecureRandom(),
                        System::nanoTime)) {
            uploader.upload(SESSION);
            PlayedBroker.Call call = broker.next().upgraded("sallyport-recording/1");
            call.frame(Json.object().put("resume", 0).build());
            call.frame(Json.object().put("damaged", "chunk 1").put("offset", 0).build());
            assertTrue(uploader.awaitDone(Duration.ofSeconds(20)));
            assertEquals(List.of(SESSION), spool.waiting());
        }
    }

    @Test
    void spoolWithoutRoomRefusesNewRecordings() throws Exception {
        assertTrue(new Spool(folder.resolve("a"), Long.MAX_VALUE, Long.MAX_VALUE).refusal().isPresent());
        Spool full = new Spool(folder.resolve("b"), 1, 3);
        assertTrue(full.refusal().isEmpty());
        Files.write(full.file(SESSION), new byte[4]);
        assertTrue(full.refusal().isPresent());
        assertArrayEquals(new byte[4], Files.readAllBytes(full.file(SESSION)));
    }

    private static String text(PlayedBroker.Call call, int length) throws Exception {
        return new String(call.in().readNBytes(length), StandardCharsets.US_ASCII);
    }
}
