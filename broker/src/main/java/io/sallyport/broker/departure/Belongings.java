package io.sallyport.broker.departure;

import io.sallyport.policies.id.PersonName;
import java.util.List;

/** What acts for a person beside their keys: browsers and API tokens. Blocking; safe for many threads. */
public interface Belongings {
    /** Ids of the API tokens that are good. */
    List<String> tokens(PersonName person);

    /** How many browsers act for the person. */
    long consoleSessions(PersonName person);

    /** Ends all of them. */
    void end(PersonName person);
}
