package org.shanmen.sim.scenario;

import org.shanmen.protocol.wire.LaneKind;

/**
 * One gate as a scenario describes it.
 *
 * @param number in uses, from 1
 * @param enrolled the centre told it once what lane it is
 * @param smallJournal soon full, to see what happens then
 */
record GateSpec(
    String name,
    int number,
    LaneKind kind,
    String area,
    String checkPoint,
    int passTimeoutMillis,
    int sameCodeMillis,
    boolean enrolled,
    boolean smallJournal) {}
