package org.shanmen.central.payment.provider;

/**
 * What is to be paid back.
 *
 * @param number ours, 1 to 32 letters and digits
 * @param fen above 0, not more than what is left of the charge
 * @param chargeFen what was paid in all
 */
public record RefundRequest(String number, String chargeNumber, long fen, long chargeFen) {}
