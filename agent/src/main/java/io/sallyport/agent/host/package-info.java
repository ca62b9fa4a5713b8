/**
 * Everything the agent does on the host's operating system: accounts, processes, terminals, and
 * the end of every process of a session. {@link io.sallyport.agent.host.Host} is the way in.
 */
@NullMarked
package io.sallyport.agent.host;

import org.jspecify.annotations.NullMarked;
