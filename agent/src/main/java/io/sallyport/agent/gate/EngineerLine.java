package io.sallyport.agent.gate;

/** The engineer's connection as the gate needs it: something that can be told goodbye and be cut. */
public interface EngineerLine {

    /** Sends a last message and closes when it is out. May block a moment. */
    void farewell(String text);

    /** Closes now, whatever is still on its way. Never blocks for long. */
    void cut();
}
