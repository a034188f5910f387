package org.shanmen.central.payment.provider;

/** An HTTP answer to a notification, in the words that the provider wants. */
public record Reception(int status, String contentType, String body) {}
