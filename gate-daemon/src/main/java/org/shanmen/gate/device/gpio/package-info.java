/**
 * The lane's wires through Pi4J: arm, lamp, beams, fire loop, arm push.
 *
 * <p>An output is written only when it changes and starts low, so that no start of ours can release
 * an arm. Inputs are debounced here, with time as an argument.
 */
package org.shanmen.gate.device.gpio;
