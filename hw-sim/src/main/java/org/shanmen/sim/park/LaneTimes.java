package org.shanmen.sim.park;

/**
 * What gate.conf says about a lane's patience, in milliseconds.
 *
 * @param passTimeoutMillis how long an arm stays released for somebody who does not come
 * @param sameCodeMillis how long the same code is taken for the same presentation
 * @param checkTimeoutMillis how long somebody is held until a member of staff has looked at him
 */
public record LaneTimes(int passTimeoutMillis, int sameCodeMillis, int checkTimeoutMillis) {}
