/**
 * The lane's plugs: what devices may tell the lane ({@link org.shanmen.gate.lane.port.Signal}) and
 * what the lane may ask of them. No logic, no I/O.
 */
package org.shanmen.gate.lane.port;
