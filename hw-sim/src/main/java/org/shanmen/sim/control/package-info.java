/**
 * The control API: what an outside tester may do to the lanes, over HTTP on this machine.
 *
 * <p>In: requests. Out: what becomes of them, and the lanes' states. docs/SIMULATION.md describes
 * it. Knows nothing of how lanes are made.
 */
package org.shanmen.sim.control;
