@NullMarked
package io.sallyport.agent;

import org.jspecify.annotations.NullMarked;
