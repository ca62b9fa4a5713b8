package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.recording.RecordingVault;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.policies.id.SessionId;
import java.nio.file.Path;
import java.util.Optional;

/** {@link Recordings} by the broker's own vault. Safe for many threads. */
public final class VaultRecordings implements Recordings {
    private final RecordingVault vault;

    public VaultRecordings(RecordingVault vault) {
        this.vault = vault;
    }

    @Override
    public Optional<Path> recording(Person viewer, SessionId id, String how) {
        return vault.recording(viewer, id, how);
    }

    @Override
    public boolean maySee(Person viewer, SessionSummary session) {
        return vault.maySee(viewer, session);
    }

    @Override
    public Optional<Verdict> verify(SessionId id) {
        return vault.arrived(id) ? Optional.of(vault.verify(id)) : Optional.empty();
    }
}
