/**
 * Payment through providers: charges for orders, what is paid back of them, and how the providers'
 * bills compare with what is written here.
 *
 * <p>In: orders to be paid for ({@link org.shanmen.central.payment.PaidOrders}), refunds of
 * tickets, and what providers say. Out: orders that are paid, and postings of the ledger. Knows
 * nothing of tickets and gates.
 */
package org.shanmen.central.payment;
