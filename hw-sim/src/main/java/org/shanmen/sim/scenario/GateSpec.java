package org.shanmen.sim.scenario;

import java.util.Optional;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.protocol.wire.LaneKind;

/**
 * One gate as a scenario describes it.
 *
 * @param number in uses, from 1
 * @param options what its configuration says of the lane
 * @param pair the name of the interlocked pair that it belongs to
 * @param enrolled the centre told it once what lane it is
 * @param smallJournal it holds some hundred events, so that a scenario can fill it
 */
record GateSpec(
    String name,
    int number,
    LaneKind kind,
    String area,
    String checkPoint,
    LaneOptions options,
    Optional<String> pair,
    boolean enrolled,
    boolean smallJournal) {}
