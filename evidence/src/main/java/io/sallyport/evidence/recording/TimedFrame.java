package io.sallyport.evidence.recording;

/** A frame and when the recorder accepted it: microseconds since the start of the recording, never going back. */
public record TimedFrame(long micros, Frame frame) {}
