package io.sallyport.broker.identity;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;

/** A signed-in browser. Lives in memory only. Immutable; a class and not a record because the id is a secret. */
public final class WebSession {
    private final String id;
    private final String csrfToken;
    private final PersonName person;
    private final Instant openedAt;

    WebSession(String id, String csrfToken, PersonName person, Instant openedAt) {
        this.id = id;
        this.csrfToken = csrfToken;
        this.person = person;
        this.openedAt = openedAt;
    }

    /** 256 random bits, base64url: the cookie's value. Secret. */
    public String id() {
        return id;
    }

    /** 256 random bits, base64url, that every change made by this browser must carry. Secret. */
    public String csrfToken() {
        return csrfToken;
    }

    public PersonName person() {
        return person;
    }

    public Instant openedAt() {
        return openedAt;
    }

    @Override
    public String toString() {
        return "web session of " + person + " (secret)";
    }
}
