/**
 * A turnstile's board on a serial line, RS-232 or RS-485: told its modes, asked for its counters.
 *
 * <p>What is said when is computed in one place with time as an argument; a thread of the board's
 * own writes it, so that a slow or dead board never holds up the lane.
 */
package org.shanmen.gate.device.board;
