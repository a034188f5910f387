/** The sandbox as a payment provider; {@code sandboxpay} is the other end. */
package org.shanmen.central.payment.sandbox;
