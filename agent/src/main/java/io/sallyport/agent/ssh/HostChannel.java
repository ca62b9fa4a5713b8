package io.sallyport.agent.ssh;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.gate.ChannelUse;
import io.sallyport.agent.gate.ChannelVerdict;
import io.sallyport.agent.gate.LiveChannel;
import io.sallyport.agent.gate.LiveSession;
import io.sallyport.agent.gate.SessionGate;
import io.sallyport.agent.host.Command;
import io.sallyport.agent.host.Exit;
import io.sallyport.agent.host.HostException;
import io.sallyport.agent.host.HostProcess;
import io.sallyport.agent.host.PtyRequest;
import io.sallyport.agent.host.PtySize;
import io.sallyport.agent.host.SpawnRequest;
import io.sallyport.evidence.recording.ChannelTape;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel of type {@code session} (RFC 4254 §6). Answers a short list of requests; everything else is refused and noted. Requests arrive on
 * the tunnel's reader thread, one after another.
 */
final class HostChannel extends AbstractServerChannel implements LiveChannel {

    static final String TYPE = "session";

    /** What a refused command returns, after the reason on its error stream; below 255, which the client keeps for itself. */
    private static final int REFUSED = 254;

    private static final Logger LOG = LoggerFactory.getLogger(HostChannel.class);

    private final LiveSession live;
    private final HostServerSession session;
    private final int number;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private @Nullable PtyRequest pty;
    private boolean started;
    private volatile @Nullable ChannelWriter writer;
    private volatile @Nullable ProcessRun run;
    private volatile boolean withdrawn;
    /** What it was opened for, from the moment it takes part in the session. */
    private volatile ChannelUse use = new ChannelUse.Unreadable(false);

    private HostChannel(HostServerSession session, LiveSession live) {
        super(null);
        this.session = session;
        this.live = live;
        this.number = live.nextChannel();
    }

    static ChannelFactory factory() {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return TYPE;
            }

            @Override
            public Channel createChannel(Session session) {
                var host = (HostServerSession) session;
                if (host.opening().orElse(null) instanceof SessionGate.Opening.Opened(LiveSession live)) {
                    return new HostChannel(host, live);
                }
                throw new IllegalStateException("a channel without a session");
            }
        };
    }

    @Override
    protected Result handleInternalRequest(String request, boolean wantReply, Buffer buffer)
            throws IOException {
        return switch (request) {
            case "env" -> environment(buffer.getString(), buffer.getString());
            case "pty-req" -> terminal(buffer);
            case "window-change" -> resize(size(buffer));
            case "signal" -> signal(buffer.getString());
            case "shell" -> shell(wantReply, buffer);
            case "exec" -> exec(wantReply, buffer);
            case "subsystem" -> subsystem(wantReply, buffer);
            case "eow@openssh.com" -> noMoreOutputWanted();
            case "keepalive@openssh.com" -> Result.ReplyFailure;
            default -> {
                live.note(new Frame.Notice("refused: request " + Sanitize.terminal(cut(request, 64))));
                yield Result.ReplyFailure;
            }
        };
    }

    private Result environment(String name, String value) {
        boolean room = environment.size() < AgentLimits.ENVIRONMENT_VARIABLES
                && name.length() + value.length() <= AgentLimits.ENVIRONMENT_BYTES;
        if (started || !room || "TERM".equals(name) || !SpawnRequest.admits(name, value)) {
            return Result.ReplyFailure;
        }
        live.record(new Frame.Environment(name, value));
        environment.put(name, value);
        return Result.ReplySuccess;
    }

    private Result terminal(Buffer buffer) {
        String term = buffer.getString();
        PtySize size = size(buffer);
        Optional<String> refusal = live.rights().terminalRefusal();
        if (refusal.isPresent()) {
            live.note(new Frame.Notice("refused: " + refusal.get()));
            return Result.ReplyFailure;
        }
        if (started || pty != null || !term.matches("[\\x21-\\x7e]{0,64}")) {
            return Result.ReplyFailure;
        }
        pty = new PtyRequest(size, term);
        return Result.ReplySuccess;
    }

    private static PtySize size(Buffer buffer) {
        return PtySize.clamped(buffer.getUInt(), buffer.getUInt(), buffer.getUInt(), buffer.getUInt());
    }

    private Result resize(PtySize size) throws IOException {
        ProcessRun running = run;
        if (running == null || running.process().terminal().isEmpty() || !live.alive()) {
            return Result.ReplyFailure;
        }
        live.record(new Frame.Resize(number, size.columns(), size.rows()));
        running.process().terminal().get().resize(size);
        return Result.ReplySuccess;
    }

    private Result signal(String name) {
        ProcessRun running = run;
        if (running == null || !live.alive() || !name.matches("[A-Z0-9]{1,16}")) {
            return Result.ReplyFailure;
        }
        live.record(new Frame.Notice("signal " + name + " from the engineer"));
        return running.process().signal(name) ? Result.ReplySuccess : Result.ReplyFailure;
    }

    private Result noMoreOutputWanted() {
        ProcessRun running = run;
        if (running != null) {
            // The process that goes on writing gets SIGPIPE, as if its pipe ended at the client.
            running.process().output().close();
        }
        return Result.ReplySuccess;
    }

    private Result shell(boolean wantReply, Buffer buffer) throws IOException {
        return start("shell", wantReply, buffer, "", new ChannelUse.Shell(pty != null));
    }

    private Result exec(boolean wantReply, Buffer buffer) throws IOException {
        byte[] line = buffer.getBytes();
        String command = new String(line, StandardCharsets.UTF_8);
        // What is judged must be what is run: a command that is not UTF-8 would change on the way.
        boolean exact = line.length <= AgentLimits.COMMAND_BYTES && command.indexOf('\0') < 0
                && Arrays.equals(line, command.getBytes(StandardCharsets.UTF_8));
        return exact
                ? start("exec", wantReply, buffer, command, new ChannelUse.Exec(command, pty != null))
                : start("exec", wantReply, buffer, "(unreadable command)",
                        new ChannelUse.Unreadable(pty != null));
    }

    private Result subsystem(boolean wantReply, Buffer buffer) throws IOException {
        String name = buffer.getString();
        if (!"sftp".equals(name)) {
            live.note(new Frame.Notice("refused: subsystem " + Sanitize.terminal(cut(name, 64))));
            return Result.ReplyFailure;
        }
        pty = null;
        return start("subsystem", wantReply, buffer, name, new ChannelUse.Files());
    }

    private static Frame.Kind kind(ChannelUse use) {
        return switch (use) {
            case ChannelUse.Shell _ -> Frame.Kind.SHELL;
            case ChannelUse.Exec _,ChannelUse.Unreadable _ -> Frame.Kind.EXEC;
            case ChannelUse.Files _ -> Frame.Kind.SFTP;
        };
    }

    private Result start(String request, boolean wantReply, Buffer buffer, String detail, ChannelUse wanted)
            throws IOException {
        if (started || !live.alive()) {
            return Result.ReplyFailure;
        }
        started = true;
        ChannelTape tape = live.openTape(
                new Frame.ChannelOpened(number, kind(wanted), wanted.terminal(), detail));
        ChannelWriter out = new ChannelWriter(this, tape, session.outputRoom());
        use = wanted;
        writer = out;
        // Before the process can do anything: a tunnel lost from now on is not a session that was done. And
        // before the rights are asked, so that no order to narrow comes between the answer and the channel.
        live.opened(this);
        switch (live.rights().verdict(wanted)) {
            case ChannelVerdict.Refused(String text) -> {
                live.closed(this);
                sendResponse(buffer, request, Result.ReplySuccess, wantReply);
                refuse(tape, out, text);
            }
            case ChannelVerdict.Allowed(Command command) ->
                spawn(request, wantReply, buffer, tape, out, command);
        }
        return Result.Replied;
    }

    private void spawn(String request, boolean wantReply, Buffer buffer, ChannelTape tape, ChannelWriter out,
            Command command) throws IOException {
        HostProcess process;
        try {
            process = live.spawn(command, Optional.ofNullable(pty), environment);
        } catch (HostException e) {
            LOG.error("session {}: no process: {}", live.id(), e.getMessage());
            live.closed(this);
            sendResponse(buffer, request, Result.ReplySuccess, wantReply);
            refuse(tape, out, "The target could not start a process; its agent's log says why.");
            return;
        }
        InputWitness witness = use instanceof ChannelUse.Files
                ? new FileRequests(tape, live, number)
                : new TypedInput(tape, () -> live.rights().inputMode(), process.terminal());
        ProcessRun running = new ProcessRun(this, live, process, tape, out, witness, live.nanos());
        run = running;
        if (pty != null) {
            live.record(new Frame.Resize(number, pty.size().columns(), pty.size().rows()));
        }
        sendResponse(buffer, request, Result.ReplySuccess, wantReply);
        live.started();
        running.start();
        if (isClosing()) {
            // The channel went away while the process was being made; nobody else would hang up on it.
            running.hangUp();
        } else if (withdrawn) {
            running.end();
        }
    }

    private void refuse(ChannelTape tape, ChannelWriter out, String text) throws IOException {
        byte[] line = ("[sallyport] " + text + (pty == null ? "\n" : "\r\n"))
                .getBytes(StandardCharsets.UTF_8);
        live.note(new Frame.Notice("refused: " + text));
        out.error(line, 0, line.length);
        out.finish();
        tape.close(Optional.of(REFUSED), Optional.empty());
        finished(Optional.of(new Exit.Status(REFUSED)));
    }

    @Override
    public void notice(String line) {
        ChannelWriter out = writer;
        if (out == null || use instanceof ChannelUse.Files) {
            return;
        }
        try {
            if (pty == null) {
                byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
                out.error(text, 0, text.length);
            } else {
                byte[] text = ("\r\n" + line + "\r\n").getBytes(StandardCharsets.UTF_8);
                out.output(text, 0, text.length);
            }
        } catch (IOException e) {
            LOG.debug("a notice found no reader: {}", e.toString());
        } catch (RecordingException e) {
            live.recordingFailed(e);
        }
    }

    @Override
    public ChannelUse use() {
        return use;
    }

    @Override
    public void withdraw() {
        // Either this finds the process, or whoever starts it finds this.
        withdrawn = true;
        ProcessRun running = run;
        if (running != null) {
            running.end();
        }
    }

    /** Tells the client how the process ended and closes (RFC 4254 §6.10); all output is on its way already. */
    void finished(Optional<Exit> exit) {
        try {
            if (!isClosing()) {
                sendEof();
                if (exit.isPresent()) {
                    tell(exit.get());
                }
            }
        } catch (IOException e) {
            LOG.debug("the end of a channel found no reader: {}", e.toString());
        } finally {
            close(false);
        }
    }

    private void tell(Exit exit) throws IOException {
        switch (exit) {
            case Exit.Status(int code) -> sendExitStatus(code);
            case Exit.Signal(String name, boolean core) -> {
                Buffer message = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 128);
                message.putUInt(getRecipient());
                message.putString("exit-signal");
                message.putBoolean(false);
                message.putString(name);
                message.putBoolean(core);
                message.putString("");
                message.putString("");
                writePacket(message);
            }
        }
    }

    /** Called by the input pump when the process has taken the bytes. */
    void release(int count) throws IOException {
        if (isOpen()) {
            getLocalWindow().release(count);
        }
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        ProcessRun running = run;
        if (running == null) {
            // Nobody will ever read it; the window opens again so that the client is not stuck.
            release((int) length);
            return;
        }
        running.input().accept(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    /** Clients have no error stream to send (RFC 4254 §5.2 leaves it to the server's side). */
    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        release((int) length);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        ProcessRun running = run;
        if (running != null) {
            running.input().end();
        }
    }

    @Override
    protected void preClose() {
        super.preClose();
        ProcessRun running = run;
        if (running != null) {
            running.hangUp();
        }
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
