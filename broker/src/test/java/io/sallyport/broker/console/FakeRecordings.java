package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.policies.id.SessionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A vault that auditors may look into, and that remembers who looked. */
final class FakeRecordings implements Recordings {
    final Map<SessionId, Path> files = new ConcurrentHashMap<>();
    final Map<SessionId, Verdict> verdicts = new ConcurrentHashMap<>();
    final List<String> looks = new ArrayList<>();

    @Override
    public synchronized Optional<Path> recording(Person viewer, SessionId id, String how) {
        Optional<Path> file = Optional.ofNullable(files.get(id)).filter(_ -> viewer.is(Role.AUDITOR));
        file.ifPresent(_ -> looks.add(viewer.name() + " " + how));
        return file;
    }

    @Override
    public boolean maySee(Person viewer, SessionSummary session) {
        return viewer.is(Role.AUDITOR);
    }

    @Override
    public Optional<Verdict> verify(SessionId id) {
        return Optional.ofNullable(verdicts.get(id));
    }
}
