package io.sallyport.broker.oidc;

import io.sallyport.policies.policy.Mfa;
import java.time.Instant;
import java.util.Optional;

/**
 * What an id token proves.
 *
 * @param subject who, as the issuer calls them: the only thing that identifies
 * @param session the issuer's id of the sign-in; what a logout names
 * @param at when the person proved it, as the issuer says; never in the future
 */
record Proof(String subject, Optional<String> session, Mfa level, Instant at) {}
