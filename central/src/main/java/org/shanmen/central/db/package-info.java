/**
 * The centre's memory: PostgreSQL, kept by the centre itself or by the park.
 *
 * <p>In: a claimed data directory or the address of the park's own server. Out: transactions on a
 * worker pool. The generated tables are in {@code db.tables}. Knows nothing of tickets, gates or
 * browsers.
 */
package org.shanmen.central.db;
