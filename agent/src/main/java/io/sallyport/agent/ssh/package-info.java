/** The inner SSH server: the one the engineer's client really talks to. It has no listening port and is fed from tunnels. */
@org.jspecify.annotations.NullMarked
package io.sallyport.agent.ssh;
