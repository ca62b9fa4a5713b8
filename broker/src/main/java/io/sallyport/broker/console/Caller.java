package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.WebSession;

/**
 * Who calls, as the directory has them at this moment.
 *
 * @param bearer the session came in an Authorization header, which no browser sends by itself
 */
record Caller(Person person, WebSession session, boolean bearer) {}
