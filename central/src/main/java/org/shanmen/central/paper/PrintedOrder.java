package org.shanmen.central.paper;

import java.util.List;
import java.util.Optional;

/**
 * What was sold at one stroke, as it is printed.
 *
 * @param soldAt in the park's time, for people
 * @param seller empty: a machine
 * @param payment empty: it cost nothing
 */
public record PrintedOrder(
    Words park,
    String number,
    String soldAt,
    Optional<String> seller,
    Optional<Words> payment,
    long totalFen,
    List<PrintedTicket> tickets) {}
