package io.sallyport.agent.gate;

/** An open channel of a session, as the gate needs it. */
public interface LiveChannel {

    /** Records a line and shows it where a person can see it; does nothing on a channel for files. May block on a slow client. */
    void notice(String line);

    /** What it was opened for. */
    ChannelUse use();

    /** The rights no longer give it: ends its process, politely and then by force, and closes. Idempotent, never blocks. */
    void withdraw();
}
