package io.sallyport.broker.service;

import io.sallyport.policies.id.PersonName;
import java.util.Map;

/** Reads where keys of service accounts were refused. Blocking; safe for many threads. */
public interface SightingStore {
    /** The last one of each account that has one. */
    Map<PersonName, Sighting> sightings();
}
