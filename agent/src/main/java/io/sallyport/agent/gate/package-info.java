/** What a session may do and how long it lives: rights, lease, end of the grant. Every channel passes here. */
@org.jspecify.annotations.NullMarked
package io.sallyport.agent.gate;
