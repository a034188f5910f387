/**
 * The simulator as a program: reads sim.conf, makes the lanes, opens the control API.
 *
 * <p>In: a file, signals. Out: a running simulation. Everything else is in the rooms below.
 */
package org.shanmen.sim;
