package io.sallyport.broker.oidc;

import io.sallyport.broker.session.SignOutReach;
import io.sallyport.policies.policy.Mfa;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The block {@code oidc} of the broker's configuration. Holds no secret: that stays in its file until it is used.
 *
 * @param issuer https, exactly as the provider writes it in its tokens
 * @param secretFile holds the client's secret, mode 0600
 * @param trust PEM certificates of a private CA; absent: those that the JDK trusts
 * @param least what a sign-in has to reach
 * @param stepUpAge how long ago somebody may have proven themselves to step up now
 * @param title what the button says after "Sign in with"
 * @param logoutEnds which SSH sessions end with a sign-in that the provider ends
 */
public record OidcSettings(URI issuer, String clientId, Path secretFile, Optional<Path> trust, Levels levels,
        Mfa least, Duration stepUpAge, String title, SignOutReach logoutEnds) {

    /** The values of {@code acr} that stand for at least {@code level}, weakest first. */
    List<String> acrFor(Mfa level) {
        return levels.valuesFor(level);
    }
}
