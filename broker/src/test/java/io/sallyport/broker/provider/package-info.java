@org.jspecify.annotations.NullMarked
package io.sallyport.broker.provider;
