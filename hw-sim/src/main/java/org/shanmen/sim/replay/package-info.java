/**
 * A year of real footfall, booked as passes over the real link, and the centre's reports held
 * against it.
 */
package org.shanmen.sim.replay;
