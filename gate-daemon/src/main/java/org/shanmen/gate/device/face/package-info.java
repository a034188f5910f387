/**
 * The face terminal: takes the events that it pushes over HTTP and presents the person that it
 * recognised. Replayed history and everything that is not a fresh recognition is answered and
 * counted, never presented.
 */
package org.shanmen.gate.device.face;
