package io.sallyport.broker.gateway;

import io.sallyport.broker.stepup.Attempt;
import io.sallyport.broker.stepup.Dialogue;
import io.sallyport.broker.stepup.Dialogue.Step;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * The step after the key, as keyboard-interactive authentication (RFC 4256). Runs under the monitor of the {@link AuthService}, on the
 * connection's own virtual thread; only the wait for a browser is asynchronous, so that a connection that closes meanwhile is noticed.
 */
final class SecondStepAuth extends AbstractUserAuth {
    static final String NAME = "keyboard-interactive";
    /** What has to be said; set by {@link AuthService} once the key is proven, and by nobody else. */
    static final AttributeKey<Dialogue> DIALOGUE = new AttributeKey<>();
    /** True while an answer is due: RFC 4256 §3.4 allows one for each request. */
    static final AttributeKey<Boolean> EXPECTING = new AttributeKey<>();
    /** Bytes of an answer; anything longer is no code. */
    private static final int ANSWER = 256;
    private static final Logger LOG = Logger.getLogger(SecondStepAuth.class.getName());

    private final ScheduledExecutorService timer;
    private int prompts;
    private Optional<Attempt> waiting = Optional.empty();

    private SecondStepAuth(ScheduledExecutorService timer) {
        super(NAME);
        this.timer = timer;
    }

    static UserAuthFactory factory(ScheduledExecutorService timer) {
        return new UserAuthFactory() {
            @Override
            public String getName() {
                return NAME;
            }

            @Override
            public UserAuth createUserAuth(ServerSession session) {
                return new SecondStepAuth(timer);
            }
        };
    }

    @Override
    protected @Nullable Boolean doAuth(Buffer buffer, boolean init) throws Exception {
        ServerSession session = getServerSession();
        Dialogue dialogue = session.getAttribute(DIALOGUE);
        // Without a proven key there is nobody to ask. MINA does not call this before the key: it is the
        // second method.
        if (dialogue == null) {
            return false;
        }
        session.setAttribute(EXPECTING, false);
        if (init) {
            return said(dialogue, dialogue.begin());
        }
        Optional<String> answer = answer(buffer);
        if (waiting.isPresent()) {
            throw wait(dialogue, waiting.get());
        }
        return answer.isEmpty() ? over("That was no answer.") : said(dialogue, dialogue.answer(answer.get()));
    }

    // RFC 4256 §3.4: byte, int number, string[number]. Empty: none, where one was due.
    private Optional<String> answer(Buffer buffer) throws IOException {
        int command = buffer.getUByte();
        int number = buffer.getInt();
        if (command != SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE || number != prompts) {
            throw new IOException("not an answer to what was asked");
        }
        if (number == 0) {
            return Optional.empty();
        }
        String text = buffer.getString();
        return text.length() <= ANSWER ? Optional.of(text) : Optional.empty();
    }

    private @Nullable Boolean said(Dialogue dialogue, Step step) throws IOException {
        return switch (step) {
            case Step.Ask(List<String> lines, String prompt) -> {
                request(String.join("\n", lines), Optional.of(prompt));
                yield null;
            }
            case Step.Wait(List<String> lines, Attempt attempt) -> {
                waiting = Optional.of(attempt);
                expireLater(dialogue, attempt);
                String text = String.join("\n", lines);
                // OpenSSH logs an instruction: ASCII only, and 1023 characters at most. A prompt has no such
                // bounds, but wants Enter.
                if (text.chars().allMatch(c -> c < 0x7f) && text.length() < 1000) {
                    request(text, Optional.empty());
                } else {
                    request("", Optional.of("\n" + text + "\nPress Enter to wait for it: "));
                }
                yield null;
            }
            case Step.Shown _ -> true;
            case Step.Over(String text) -> over(text);
        };
    }

    // RFC 4256 §3.2. The language tag is deprecated and empty.
    private void request(String instruction, Optional<String> prompt) throws IOException {
        ServerSession session = getServerSession();
        Buffer packet = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
        packet.putString("");
        packet.putString(instruction);
        packet.putString("");
        prompts = prompt.isPresent() ? 1 : 0;
        packet.putUInt(prompts);
        if (prompt.isPresent()) {
            packet.putString(prompt.get());
            // A code is used up by being looked at, and "qr" is easier typed when it is seen.
            packet.putBoolean(true);
        }
        session.setAttribute(EXPECTING, true);
        session.writePacket(packet);
    }

    private AsyncAuthException wait(Dialogue dialogue, Attempt attempt) {
        AsyncAuthException later = new AsyncAuthException();
        var _ = attempt.end().thenAcceptAsync(end -> {
            switch (dialogue.ended(attempt, end)) {
                case Step.Shown _ -> later.setAuthed(true);
                case Step.Over(String text) -> over(text);
                case Step.Ask _,Step.Wait _ -> throw new IllegalStateException("a wait ends");
            }
        }, task -> Thread.ofVirtual().name("confirmation").start(task));
        return later;
    }

    // Not a failure that a client tries again: the end, with its reason.
    private @Nullable Boolean over(String text) {
        try {
            getServerSession().disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, text);
        } catch (IOException e) {
            LOG.log(Level.FINE, "nobody is left to tell", e);
        }
        return null;
    }

    private void expireLater(Dialogue dialogue, Attempt attempt) {
        var _ = timer.schedule(
                () -> Thread.ofVirtual().name("confirmation").start(() -> dialogue.expire(attempt)),
                Attempt.LIFE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Another request takes its place, or it is done: then nothing waits any more. */
    @Override
    public void destroy() {
        Dialogue dialogue = getServerSession() == null ? null : getServerSession().getAttribute(DIALOGUE);
        if (dialogue != null && waiting.isPresent()) {
            Thread.ofVirtual().name("confirmation").start(dialogue::leave);
        }
    }
}
