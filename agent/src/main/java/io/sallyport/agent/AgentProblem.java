package io.sallyport.agent;

/** The agent cannot do what it was asked; the text is for the person who runs it. */
final class AgentProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    AgentProblem(int exitCode, String text) {
        super(text);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
