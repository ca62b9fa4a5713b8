@NullMarked
package io.sallyport.broker.commands;

import org.jspecify.annotations.NullMarked;
