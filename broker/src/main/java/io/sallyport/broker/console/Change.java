package io.sallyport.broker.console;

import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.SessionId;

/** Something committed that an open page may have to show. {@code index}: its place in the journal. */
sealed interface Change {
    long index();

    record Filed(long index, RequestId request) implements Change {}

    /** Emergency access was granted. */
    record Emergency(long index, RequestId request) implements Change {}

    record Moved(long index, RequestId request) implements Change {}

    /** Something else may wait for somebody now, or not any more. */
    record Waiting(long index) implements Change {}

    record Session(long index, SessionId session) implements Change {}
}
