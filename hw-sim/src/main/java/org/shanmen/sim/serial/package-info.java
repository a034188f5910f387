/**
 * The lane's serial devices, played on pseudo-terminals: scanner, card reader, text panel, voice.
 *
 * <p>In: what a visitor shows, bytes from the controller. Out: the bytes that the real device would
 * send, the text it would show or speak. Knows nothing of the lane's model.
 */
package org.shanmen.sim.serial;
