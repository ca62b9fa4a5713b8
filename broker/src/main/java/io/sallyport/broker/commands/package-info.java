/**
 * Everything people type as {@code ssh gw ...}: parsing, rendering and exit codes. All of it blocks and runs on virtual
 * threads; nothing here knows SSH or HTTP.
 */
@NullMarked
package io.sallyport.broker.commands;

import org.jspecify.annotations.NullMarked;
