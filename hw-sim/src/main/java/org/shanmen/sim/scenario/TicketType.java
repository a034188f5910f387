package org.shanmen.sim.scenario;

import org.shanmen.protocol.wire.TicketTemplate;

/**
 * A ticket type.
 *
 * @param entries of a ticket that says nothing else; 0: no limit
 * @param people of a ticket that says nothing else
 * @param creditFen of a ticket that says nothing else
 * @param later the gates hear of it with the first ticket of it that is sold
 */
record TicketType(
    String name, TicketTemplate template, int entries, int people, long creditFen, boolean later) {}
