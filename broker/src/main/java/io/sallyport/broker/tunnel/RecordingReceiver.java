package io.sallyport.broker.tunnel;

import io.sallyport.broker.recording.IntakeOutcome;
import io.sallyport.broker.recording.Progress;
import io.sallyport.broker.recording.RecordingException;
import io.sallyport.broker.recording.RecordingIntake;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.frame.Frames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes one recording from an agent into the vault: acknowledges only what is verified and on disk, and says so when all of
 * it is. One virtual thread each; the network waits for the disk.
 */
final class RecordingReceiver {
    private static final Logger LOG = Logger.getLogger(RecordingReceiver.class.getName());
    /** Bytes on their way from the network to the disk. */
    static final int INFLOW = 256 * 1024;
    /** Bytes verified and synced at a time. */
    private static final int SLICE = 64 * 1024;
    /** Silence after which an agent dials again: an idle session records little, and TCP notices a dead peer earlier. */
    private static final Duration SILENCE = Duration.ofMinutes(15);

    private final AgentDesk desk;
    private final AgentIdentity agent;
    private final SessionId session;
    private final NetSocket socket;
    private final Inflow inflow;

    RecordingReceiver(AgentDesk desk, AgentIdentity agent, SessionId session, NetSocket socket,
            Inflow inflow) {
        this.desk = desk;
        this.agent = agent;
        this.session = session;
        this.socket = socket;
        this.inflow = inflow;
    }

    void run() {
        try {
            switch (desk.intake(agent, session)) {
                case IntakeOutcome.Refused(String text) -> {
                    resume(0);
                    send(Json.object().put("refused", text).build());
                }
                case IntakeOutcome.Complete(long size, String rootHash) -> {
                    resume(size);
                    send(complete(size, rootHash));
                }
                case IntakeOutcome.Accepted(RecordingIntake intake) -> {
                    try (intake) {
                        receive(intake);
                    }
                }
            }
        } catch (RecordingException e) {
            LOG.log(Level.SEVERE, "the recording of " + session + " cannot be stored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The root of this upload's thread.
            LOG.log(Level.SEVERE, "the recording of " + session + " cannot be received", e);
        } finally {
            var _ = socket.close();
        }
    }

    private void receive(RecordingIntake intake) throws InterruptedException {
        resume(intake.resume());
        while (inflow.take(SLICE, SILENCE) instanceof Inflow.Taken.Bytes(ByteBuffer bytes)) {
            switch (intake.accept(bytes)) {
                case Progress.Acked(long offset, long chunk, String hash) ->
                    send(Json.object().put("ack", offset).put("chunk", chunk).put("hash", hash).build());
                case Progress.Complete(long size, String rootHash) -> {
                    send(complete(size, rootHash));
                    return;
                }
                case Progress.Damaged(long offset, String why) -> {
                    send(Json.object().put("damaged", why).put("offset", offset).build());
                    return;
                }
            }
        }
    }

    // Always the first frame, whatever follows: the agent waits for it before it reads anything else.
    private void resume(long offset) {
        send(Json.object().put("resume", offset).build());
    }

    private static Json.Obj complete(long size, String rootHash) {
        return Json.object().put("complete", true).put("ack", size).put("hash", rootHash).build();
    }

    private void send(Json.Obj body) {
        var _ = socket.write(Buffer.buffer(Frames.encode(body.canonical())));
    }
}
