/**
 * What every payment provider can do, whoever it is: be asked for money, be asked how that went, be
 * told to stop, pay back, notify, and send a day's bill.
 *
 * <p>In: amounts in fen and our own numbers. Out: what the provider said, as values. Knows neither
 * orders nor the database.
 */
package org.shanmen.central.payment.provider;
