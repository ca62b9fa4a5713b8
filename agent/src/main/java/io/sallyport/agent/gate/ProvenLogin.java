package io.sallyport.agent.gate;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;

/**
 * Who is at the other end: the certificate's content, after the certificate was verified and its key has signed this very connection.
 *
 * @param serial of the certificate, random; the broker lets each begin one session only
 * @param fingerprint of the proven key, {@code SHA256:...}
 */
public record ProvenLogin(Grant grant, LoginName login, long serial, String fingerprint) {}
