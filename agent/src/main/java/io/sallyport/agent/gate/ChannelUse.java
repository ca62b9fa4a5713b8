package io.sallyport.agent.gate;

/** What an engineer wants of a channel: judged when it opens, and again whenever the rights become narrower. */
public sealed interface ChannelUse {

    /** Whether it shows on a terminal. */
    boolean terminal();

    /** The login shell. */
    record Shell(boolean terminal) implements ChannelUse {}

    /** A command, exactly as it would be run. */
    record Exec(String command, boolean terminal) implements ChannelUse {}

    /** A command that no rights can be asked about, because it cannot be run as it came. */
    record Unreadable(boolean terminal) implements ChannelUse {}

    /** File transfer. */
    record Files() implements ChannelUse {
        @Override
        public boolean terminal() {
            return false;
        }
    }
}
