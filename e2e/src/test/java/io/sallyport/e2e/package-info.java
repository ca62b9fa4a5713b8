/** Whole-system tests: stock clients, separate processes, real files. One class for each group of promises. */
@NullMarked
package io.sallyport.e2e;

import org.jspecify.annotations.NullMarked;
