@NullMarked
package io.sallyport.evidence.cli;

import org.jspecify.annotations.NullMarked;
