package io.sallyport.broker.console;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a request.
 *
 * @param tone {@code good}, {@code bad} or empty
 * @param at when, if known
 */
record TrailStep(String tone, String text, String comment, @Nullable Moment at) {}
