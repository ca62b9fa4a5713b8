/** The recording of a session on this host: written before anything is forwarded, kept until the broker has it. */
@org.jspecify.annotations.NullMarked
package io.sallyport.agent.record;
