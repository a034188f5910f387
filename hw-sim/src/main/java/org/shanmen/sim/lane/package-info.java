/**
 * One lane as a perfect observer would see it: the arm, the two beams, the lamp, the fire loop, the
 * power, and people walking through.
 *
 * <p>In: what the controller commands, what happens to the lane, who walks; time as an argument.
 * Out: the levels of the controller's input wires, how each walk ended, true counts. Knows nothing
 * of sockets, terminals, threads or clocks.
 */
package org.shanmen.sim.lane;
