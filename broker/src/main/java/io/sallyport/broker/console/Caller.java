package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.broker.token.ApiToken;
import java.util.Optional;

/**
 * Who calls, as the directory has them at this moment.
 *
 * @param session of an API token one that stands for no browser
 * @param bearer the session came in an Authorization header, which no browser sends by itself
 * @param token came instead of a session; opens only what its scopes name
 */
record Caller(Person person, WebSession session, boolean bearer, Optional<ApiToken> token) {}
