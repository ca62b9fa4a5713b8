package io.sallyport.agent.gate;

import io.sallyport.agent.host.Command;

/** What the rights say to one request. */
public sealed interface ChannelVerdict {

    /** Run this, as the session's account. */
    record Allowed(Command command) implements ChannelVerdict {}

    /** No; the text is for the engineer. */
    record Refused(String text) implements ChannelVerdict {}
}
