package org.shanmen.gate.admission;

import java.time.ZoneId;
import org.shanmen.protocol.wire.LaneKind;

/**
 * Where a lane stands.
 *
 * @param area the area it leads to, never 0
 * @param zone the park's, for days and opening hours
 */
public record LaneFacts(int area, LaneKind kind, ZoneId zone) {}
