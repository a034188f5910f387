/**
 * A whole park on this machine: the centre and the gates as processes, started as a user would
 * start them, and clients for what they offer to the outside.
 *
 * <p>In: a directory, free ports, the packaged programs. Out: running processes that are gone when
 * the park is closed, whatever happened before. Knows nothing of crowds.
 */
package org.shanmen.sim.park;
