package io.sallyport.broker.request;

/** Is a grant good for something at this moment? {@code text} says why not, for the engineer; empty when good. */
public record Standing(Kind kind, String text) {
    /** What is the matter with it. */
    public enum Kind {
        GOOD, NOT_YET, OVER, REVOKED, PERSON, ENGAGEMENT, TARGET, POLICY
    }

    static final Standing GOOD = new Standing(Kind.GOOD, "");

    public boolean good() {
        return kind == Kind.GOOD;
    }
}
