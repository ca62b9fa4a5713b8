/**
 * The SSH server engineers reach. It proves who they are, opens tunnels by target name, runs commands, and moves
 * ciphertext. MINA's types stop at this package; nothing here blocks one of MINA's threads.
 */
@NullMarked
package io.sallyport.broker.gateway;

import org.jspecify.annotations.NullMarked;
