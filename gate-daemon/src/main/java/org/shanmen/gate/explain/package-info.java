/**
 * {@code ./shanmen explain}: why a gate decided as it did. In: a question as the journal keeps it.
 * Out: what every rule of admission says of it, in plain words. Only reads; never needs the daemon,
 * the whitelist or the centre.
 */
package org.shanmen.gate.explain;
