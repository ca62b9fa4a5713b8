package io.sallyport.broker.ticket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** From a name to addresses. May block for as long as it likes. */
interface Resolver {
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
