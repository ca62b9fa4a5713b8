package io.sallyport.wire;

/** How a program runs. A demonstration marks all it signs, and only another demonstration believes it. */
public enum Mode {
    PRODUCTION, DEMO
}
