/**
 * A payment provider to try things out with: a program of its own, with charges, a page on which a
 * simulated visitor pays, signed notifications, refunds and bills, and faults on request. No money
 * moves.
 *
 * <p>In and out: HTTP alone. It shares no code with the centre's {@code payment} room, so that a
 * mistake in one is not made up for by the same mistake in the other.
 */
package org.shanmen.central.sandboxpay;
