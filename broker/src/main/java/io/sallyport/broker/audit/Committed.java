package io.sallyport.broker.audit;

/**
 * An event that is in the journal.
 *
 * @param index its place there, from 0
 */
public record Committed(long index, Event event) {}
