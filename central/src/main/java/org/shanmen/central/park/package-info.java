/**
 * The park itself: its names and zone, its keys, areas, check points and gates.
 *
 * <p>In: what the configuration and the administrators say. Out: the keys under which tickets are
 * sold and gates know them. Knows nothing of tickets, nor of the link to the gates.
 */
package org.shanmen.central.park;
