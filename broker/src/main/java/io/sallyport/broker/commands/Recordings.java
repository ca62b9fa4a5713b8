package io.sallyport.broker.commands;

import io.sallyport.broker.session.SessionSummary;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a recording the caller may look at. */
final class Recordings {
    /** What was found. */
    sealed interface Found {
        record At(SessionSummary session, Path file) implements Found {}

        /** Nothing, and it was said why. */
        record Nothing(int exit) implements Found {}
    }

    private Recordings() {}

    /** The session, if the caller may see its recording; otherwise says why not. */
    static Optional<SessionSummary> permitted(Call call, String id) {
        Optional<SessionSummary> session = call.desks().sessions().session(call.person(), id);
        if (session.isEmpty()) {
            SessionsCommand.none(call.say());
            return Optional.empty();
        }
        if (!call.desks().recordings().maySee(call.person(), session.get())) {
            call.say().refused(
                    "Recordings are for auditors and for whoever approved the grant, never for the one recorded.");
            return Optional.empty();
        }
        return session;
    }

    /** The file; that the caller looks at it, and how, is in the journal before it is opened. */
    static Found open(Call call, String id, String how) {
        Optional<SessionSummary> session = permitted(call, id);
        if (session.isEmpty()) {
            return new Found.Nothing(Say.REFUSED);
        }
        Optional<Path> file = call.desks().recordings().recording(call.person(), session.get().session().id(),
                how);
        return file.<Found>map(path -> new Found.At(session.get(), path)).orElseGet(
                () -> new Found.Nothing(
                        call.say().later("Nothing of this recording has arrived yet. Try again later.")));
    }
}
