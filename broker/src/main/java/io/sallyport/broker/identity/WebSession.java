package io.sallyport.broker.identity;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.time.Instant;
import java.util.Optional;

/** A signed-in browser. Lives in memory only. Immutable; a class and not a record because the id is a secret. */
public final class WebSession {
    private final String id;
    private final String csrfToken;
    private final PersonName person;
    private final Instant openedAt;
    private final Assurance assurance;
    private final Optional<String> idpSession;

    WebSession(String id, String csrfToken, PersonName person, Instant openedAt, Assurance assurance,
            Optional<String> idpSession) {
        this.id = id;
        this.csrfToken = csrfToken;
        this.person = person;
        this.openedAt = openedAt;
        this.assurance = assurance;
        this.idpSession = idpSession;
    }

    /**
     * Stands for no browser: for a call that a script makes in somebody's name with an API token. It has no id, so that nothing can end or raise
     * it, and proves nothing, so that whatever wants a proof refuses it.
     */
    public static WebSession ofToken(PersonName person) {
        return new WebSession("", "", person, Instant.EPOCH, new Assurance(Mfa.NONE, Instant.EPOCH),
                Optional.empty());
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

    /** How strongly the person was proved for this session, and when. */
    public Assurance assurance() {
        return assurance;
    }

    /** The identity provider's session behind this one; ends it when it ends there. Empty: there is none. */
    public Optional<String> idpSession() {
        return idpSession;
    }

    @Override
    public String toString() {
        return "web session of " + person + " (secret)";
    }
}
