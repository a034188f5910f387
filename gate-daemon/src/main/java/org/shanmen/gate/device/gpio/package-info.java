/**
 * The lane's wires through Pi4J: arm, lamp, beams, fire loop, and whatever else hangs on pins.
 *
 * <p>An output is written only when it changes and starts idle, so that no start of ours can
 * release an arm. What an arm's board makes of its contacts is a {@link
 * org.shanmen.gate.device.gpio.BoardProfile}; pulses and debouncing are computed here, with time as
 * an argument.
 */
package org.shanmen.gate.device.gpio;
