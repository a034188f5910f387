/**
 * The park as it stands now, for browsers.
 *
 * <p>In: what the links learn about gates, today's counts from the database. Out: the board, and a
 * stream of its changes. Keeps nothing of its own: after a restart everything comes again from
 * heartbeats and tables.
 */
package org.shanmen.central.live;
