package io.sallyport.broker.oidc;

import java.util.Optional;

/**
 * What the browser brings back from the provider (RFC 6749 section 4.1.2), none of it believed yet.
 *
 * @param issuer RFC 9207
 * @param error instead of a code; text of strangers
 */
public record ProviderAnswer(Optional<String> code, Optional<String> state, Optional<String> issuer,
        Optional<String> error) {
    @Override
    public String toString() {
        return "an answer (secret)";
    }
}
