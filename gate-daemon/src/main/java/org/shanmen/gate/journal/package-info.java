/**
 * What happened in this lane, durable before it matters.
 *
 * <p>In: events from the lane loop. Out: the same events, numbered, to the link and, after a
 * restart, to the lane. Knows nothing of whitelists, sockets or clocks; survives kills, power cuts
 * and flipped bits, and says so when something was lost.
 */
package org.shanmen.gate.journal;
