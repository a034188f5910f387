package org.shanmen.central.payment.provider;

import java.time.Instant;

/**
 * That a visitor has paid.
 *
 * @param transaction the provider's own number
 * @param fen what was paid, whatever was asked for
 * @param at by the provider's clock
 */
public record Receipt(String transaction, long fen, Instant at) {}
