/**
 * What can be sold: ticket types with their rules, prices by day, slots, places and channels.
 *
 * <p>In: what administrators enter or import. Out: types as sales need them, and the templates that
 * gates decide by. Knows nothing of orders, tickets or stock.
 */
package org.shanmen.central.catalogue;
