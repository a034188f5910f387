/**
 * The gate's local copy of the rights that may open it.
 *
 * <p>In: deltas and snapshots from the centre, kept as the bytes that travelled. Out: rights,
 * templates and uses, in microseconds and without a network. Can always be rebuilt from the centre,
 * so it never guesses: what does not check out is thrown away and asked for again. Knows nothing of
 * sockets, events or decisions.
 */
package org.shanmen.gate.whitelist;
