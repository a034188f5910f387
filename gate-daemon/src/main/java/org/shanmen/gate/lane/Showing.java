package org.shanmen.gate.lane;

import org.shanmen.gate.lane.port.Spot;

/**
 * A credential at a spot. On the two sides of a lane the same one stands for two visitors: one pass
 * for a family, one card for a couple.
 */
public record Showing(long fingerprint, Spot spot) {}
