/**
 * Stored value: what tickets hold, as principal and bonus, and what became of it.
 *
 * <p>In: payments from the ticketing room, fees from what gates report. Out: balances, and one
 * entry for every movement. Knows neither gates nor sales.
 */
package org.shanmen.central.credit;
