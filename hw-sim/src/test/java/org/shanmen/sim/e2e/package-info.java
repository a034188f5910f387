/**
 * The whole pipe through the real processes: packaged centre, packaged gates, simulated hardware.
 *
 * <p>One park runs for all classes. A test leaves it as it found it: all processes up, lanes
 * controlled and locked, no fire.
 */
package org.shanmen.sim.e2e;
