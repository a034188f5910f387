/**
 * HTTP to payment providers: each call ends by itself, and brings no more than it may. In:
 * requests. Out: answers with their bytes. Knows no provider.
 */
package org.shanmen.central.payment.outbound;
