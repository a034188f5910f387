/**
 * The lane: who may pass, who passed, what the arm, lamp, panel and voice do about it. Decisions,
 * beams, commands, the fire loop and the time come in; effects go out, in order, for the loop to
 * carry out. Pure: no clock, no I/O, no threads. Must never know how anything is stored or sent.
 *
 * <p>{@link org.shanmen.gate.lane.LaneMachine} is the way in; {@link org.shanmen.gate.lane.port}
 * holds the plugs of the devices.
 */
package org.shanmen.gate.lane;
