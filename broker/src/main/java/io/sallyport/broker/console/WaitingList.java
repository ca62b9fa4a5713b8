package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.waiting.Waiting;
import java.util.List;

/** What waits for somebody beside requests. Blocks, and decides for itself what the person may know. */
@FunctionalInterface
public interface WaitingList {
    /** Where nothing ever waits. */
    WaitingList NONE = _ -> List.of();

    List<Waiting> of(Person viewer);
}
