package io.sallyport.broker.keys;

import io.sallyport.policies.id.PersonName;

/** Whether somebody can be asked for more than a key at all. Blocking; safe for many threads. */
@FunctionalInterface
public interface RecentProof {
    /** True when a second factor is enrolled for the person; also when that can't be told now, so that nobody gets around it. */
    boolean possible(PersonName person);
}
