package io.sallyport.authority;

/** What the program's exit code says; the same in all our programs. */
final class ExitCode {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int WRONG_USE = 2;
    static final int TRY_LATER = 3;

    private ExitCode() {}
}
