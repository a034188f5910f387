/**
 * Who comes to the park, when, with what in hand, and what a right gate would say to it.
 *
 * <p>In: an hourly profile or a footfall file, a seed, the park's gates. Out: a plan, which is a
 * value. Pure but for reading the file that it is given: no clock, no network, no threads; the same
 * seed gives the same crowd.
 */
package org.shanmen.sim.crowd;
