/**
 * The gate's one connection to the centre: enrol, keep the whitelist current, upload events, take
 * commands, say how the lane is.
 *
 * <p>In: frames from the centre, events from the journal, results and status from the lane. Out:
 * changes to the whitelist, commands and settings for the lane. Knows nothing of devices or
 * decisions; the lane works the same whether this room is up or down.
 */
package org.shanmen.gate.link;
