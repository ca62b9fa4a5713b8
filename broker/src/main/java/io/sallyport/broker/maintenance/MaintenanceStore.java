package io.sallyport.broker.maintenance;

import java.time.Instant;
import java.util.List;

/** Reads declared maintenance from the projection. Blocking; safe for many threads. */
public interface MaintenanceStore {
    /** Those that end after {@code at} and were not ended early, by their beginning; those that begin later too. */
    List<Maintenance> notOver(Instant at);

    /** The newest, ended and over ones too, at most {@code limit}. */
    List<Maintenance> newest(int limit);
}
