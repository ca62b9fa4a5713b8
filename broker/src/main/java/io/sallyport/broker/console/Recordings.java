package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.policies.id.SessionId;
import java.nio.file.Path;
import java.util.Optional;

/** What the console needs of the vault. Every call blocks, and decides for itself what the person may see. */
public interface Recordings {
    /**
     * The signed file, if this person may see it; that they did is journalled first. Absent and hidden look the same.
     *
     * @param how {@code replay}, {@code transcript}, {@code search} or {@code file}
     */
    Optional<Path> recording(Person viewer, SessionId id, String how);

    /** True when {@link #recording} would let this person see it, as far as rights go. */
    boolean maySee(Person viewer, SessionSummary session);

    /** What a verifier says about it now; empty when nothing arrived yet. */
    Optional<Verdict> verify(SessionId id);
}
