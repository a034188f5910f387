/**
 * Lanes put together: the model on a real clock, its wires on a socket, its serial devices on
 * pseudo-terminals, its face terminal.
 *
 * <p>In: what a tester or a crowd wants to happen. Out: what a daemon sees of real hardware, and
 * what an observer sees of the lane. Knows nothing of the control API, and never talks to a daemon
 * except through the lane's own wires.
 */
package org.shanmen.sim.rig;
