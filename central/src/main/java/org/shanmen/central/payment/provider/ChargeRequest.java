package org.shanmen.central.payment.provider;

import java.time.Instant;

/**
 * What a visitor is to pay.
 *
 * @param number ours, 1 to 32 letters and digits
 * @param fen above 0
 * @param subject what he sees on his phone, 1 to 40 characters
 * @param expiresAt the provider takes no money for it later, where it can be told so
 */
public record ChargeRequest(String number, long fen, String subject, Instant expiresAt) {}
