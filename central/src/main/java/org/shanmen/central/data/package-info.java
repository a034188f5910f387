/**
 * What becomes of the park's data: backups and their restore.
 *
 * <p>In: a database and the centre's data directory. Out: one archive that holds both, or both made
 * anew from one. Copies tables by what the database says of them, and knows nothing of what they
 * mean; what gates must be told after a restore is {@code gatelink}'s.
 */
package org.shanmen.central.data;
