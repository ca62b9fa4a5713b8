package io.sallyport.broker.console;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A response body written from a virtual thread. Each full block waits until the connection has taken it, so that a slow
 * reader slows the writer and memory holds one block. The head goes out with the first block. One thread writes.
 */
final class ResponseStream extends OutputStream {
    private static final int BLOCK = 64 * 1024;
    /** A reader that takes nothing for so long is gone. */
    private static final long PATIENCE_SECONDS = 30;
    private final Context context;
    private final HttpServerResponse response;
    private final byte[] block = new byte[BLOCK];
    private int filled;

    ResponseStream(Context context, HttpServerResponse response) {
        this.context = context;
        this.response = response;
    }

    @Override
    public void write(int b) throws IOException {
        if (filled == BLOCK) {
            flush();
        }
        block[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (filled == BLOCK) {
                flush();
            }
            int take = Math.min(BLOCK - filled, length - done);
            System.arraycopy(bytes, offset + done, block, filled, take);
            filled += take;
            done += take;
        }
    }

    @Override
    public void flush() throws IOException {
        if (filled == 0) {
            return;
        }
        Buffer buffer = Buffer.buffer(filled).appendBytes(block, 0, filled);
        filled = 0;
        Promise<Void> taken = Promise.promise();
        context.runOnContext(_ -> {
            if (response.ended() || response.closed()) {
                taken.fail("closed");
            } else {
                response.write(buffer).onComplete(taken);
            }
        });
        await(taken);
    }

    /** Nothing was sent yet: a refusal can still take its place. */
    boolean untouched() {
        return !response.headWritten();
    }

    private static void await(Promise<Void> taken) throws IOException {
        try {
            taken.future().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the reader is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the console is closing");
        }
    }
}
