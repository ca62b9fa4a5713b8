package io.sallyport.wire.signing;

import io.sallyport.wire.Limits;
import io.sallyport.wire.frame.ClosingDeadline;
import io.sallyport.wire.frame.Frames;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Asks the authority, one connection for each question: they cost microseconds, and a broken one hurts nobody else.
 * Blocks the calling thread, which ought to be a virtual one, up to the deadline. Safe for many threads.
 */
public final class AuthorityClient {
    private final Path socket;
    private final Duration deadline;

    /** Waits up to {@link Limits#AUTHORITY_ANSWER}. */
    public AuthorityClient(Path socket) {
        this(socket, Limits.AUTHORITY_ANSWER);
    }

    public AuthorityClient(Path socket, Duration deadline) {
        this.socket = socket;
        this.deadline = deadline;
    }

    /** @throws AuthorityException no answer */
    public SigningAnswer.Issuance issue(SigningRequest.Issue request) {
        if (ask(request) instanceof SigningAnswer.Issuance issuance) {
            return issuance;
        }
        throw new AuthorityException("the authority answered another question");
    }

    /** @throws AuthorityException no answer */
    public SigningAnswer ask(SigningRequest request) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                ClosingDeadline _ = ClosingDeadline.on(channel, deadline)) {
            Frames.write(Channels.newOutputStream(channel), SigningCodec.encode(request));
            byte[] answer = Frames.read(Channels.newInputStream(channel))
                    .orElseThrow(() -> new AuthorityException("the authority hung up without an answer"));
            return SigningCodec.answer(answer);
        } catch (IOException e) {
            throw new AuthorityException("no answer from the authority at " + socket, e);
        } catch (SigningFormatException e) {
            throw new AuthorityException("the authority's answer cannot be read: " + e.getMessage(), e);
        }
    }
}
