/**
 * The demonstration: a park on this machine, a crowd that walks through it, and books that must
 * balance in the end.
 *
 * <p>In: the command line. Out: a progress line, a report, an exit code. Knows the centre and the
 * gates only by what they offer to the outside, and the lanes as a visitor does.
 */
package org.shanmen.sim.demo;
