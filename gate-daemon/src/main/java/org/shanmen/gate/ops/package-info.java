/**
 * What people who run a gate see and write: the configuration file, the words on the panel, the
 * health page and the metrics. Reads what the loop publishes on the {@link
 * org.shanmen.gate.ops.LaneBoard}; decides nothing.
 */
package org.shanmen.gate.ops;
