/**
 * The lane's wires: a Pi4J provider that runs inside the daemon, and the lane's end of its socket.
 *
 * <p>In: levels that the daemon's outputs are given, levels that the lane's inputs have. Out: the
 * same at the other end. Knows nothing of what the wires mean. Needs only Pi4J's core and the JDK,
 * because the daemon brings nothing else.
 */
package org.shanmen.sim.wire;
