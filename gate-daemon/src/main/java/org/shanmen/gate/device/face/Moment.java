package org.shanmen.gate.device.face;

import java.time.Instant;

/**
 * When a request was whole.
 *
 * @param now by our clock
 * @param nanos {@link System#nanoTime()} of the same moment
 */
record Moment(Instant now, long nanos) {}
