/**
 * Alipay (the visitor scans a code: alipay.trade.precreate) through its official Easy SDK, which
 * signs, verifies and knows the shapes of answers. Written against the SDK and the documentation;
 * never tried against the service itself, for which an account is needed. docs/adr/0029 tells why
 * this SDK and not the larger ones.
 */
package org.shanmen.central.payment.alipay;
