/**
 * The lane's hardware: opens every device of one lane, turns what they notice into {@link
 * org.shanmen.gate.lane.port.Signal}s and what the lane asks into bytes and levels.
 *
 * <p>A device that is missing, unplugged or mad is a signal, never an exception and never a pause
 * of the lane. Nothing here knows tickets, rules or the centre.
 */
package org.shanmen.gate.device;
