/**
 * Orders, tickets, stock and refunds.
 *
 * <p>In: what clerks sell and give back. Out: tickets with their credentials, and the changes that
 * tell the gates, in the same transaction. Knows nothing of connections to gates.
 */
package org.shanmen.central.ticketing;
