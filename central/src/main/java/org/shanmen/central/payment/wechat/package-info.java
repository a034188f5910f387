/**
 * WeChat Pay (API v3, Native) through its official Java SDK. Written against the SDK and its
 * documentation; never tried against the service itself, for which an account is needed.
 */
package org.shanmen.central.payment.wechat;
