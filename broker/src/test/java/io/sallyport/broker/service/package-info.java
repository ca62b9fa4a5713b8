@NullMarked
package io.sallyport.broker.service;

import org.jspecify.annotations.NullMarked;
