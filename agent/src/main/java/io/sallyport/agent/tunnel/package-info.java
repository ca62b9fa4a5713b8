/** Connections from this host to the broker: enrolment, control, data, recordings. The agent always dials out. */
@org.jspecify.annotations.NullMarked
package io.sallyport.agent.tunnel;
