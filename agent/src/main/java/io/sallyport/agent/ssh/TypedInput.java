package io.sallyport.agent.ssh;

import io.sallyport.agent.host.Terminal;
import io.sallyport.evidence.recording.Bytes;
import io.sallyport.evidence.recording.ChannelTape;
import io.sallyport.policies.grant.Recording;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records what the engineer types, as far as the grant says: always when and how much, content only when the grant wants it, and then not
 * what a password prompt hides. For one thread.
 */
final class TypedInput implements InputWitness {

    private final ChannelTape tape;
    private final Supplier<Recording.InputMode> mode;
    private final Optional<Terminal> terminal;
    /** From the moment a prompt hides input until the line is finished: the echo may be back before the last key is read. */
    private boolean hiding;

    /** @param mode asked for each piece of input: a running session may have to record more from now on */
    TypedInput(ChannelTape tape, Supplier<Recording.InputMode> mode, Optional<Terminal> terminal) {
        this.tape = tape;
        this.mode = mode;
        this.terminal = terminal;
    }

    @Override
    public void seen(byte[] bytes) {
        Optional<Bytes> content = switch (mode.get()) {
            case TIMING -> Optional.empty();
            case REDACTED -> hidden(bytes) ? Optional.empty() : Optional.of(Bytes.of(bytes));
            case FULL -> Optional.of(Bytes.of(bytes));
        };
        tape.input(bytes.length, content);
    }

    /** Without a terminal nobody can tell a password from other input, so none of it is kept. */
    private boolean hidden(byte[] bytes) {
        if (terminal.isEmpty()) {
            return true;
        }
        hiding = hiding || terminalHides(terminal.get());
        boolean hidden = hiding;
        for (byte key : bytes) {
            if (key == '\r' || key == '\n') {
                hiding = false;
            }
        }
        return hidden;
    }

    private static boolean terminalHides(Terminal terminal) {
        try {
            return terminal.hidesInput();
        } catch (IOException e) {
            // A closed terminal shows nothing either.
            return true;
        }
    }
}
