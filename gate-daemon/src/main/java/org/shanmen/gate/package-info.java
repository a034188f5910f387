/**
 * The gate daemon: wiring ({@link org.shanmen.gate.GateDaemon}) and the one loop ({@link
 * org.shanmen.gate.LaneLoop}) that owns the lane, with the small books that it keeps.
 */
package org.shanmen.gate;
