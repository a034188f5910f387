/**
 * Face terminals of three makers: takes the events that they push over HTTP and presents the person
 * that was recognised. Replayed history and everything that is not a fresh recognition is answered
 * and counted, never presented.
 */
package org.shanmen.gate.device.face;
