package org.shanmen.gate.admission;

import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;

/**
 * What is known of a presented credential: for prompts and for the journal.
 *
 * @param right the right's id, 0 when none is known
 * @param template its ticket type, 0 when none is known
 * @param nameZh the ticket type's name, empty when none is known
 * @param nameEn the ticket type's name, empty when none is known
 * @param collected a single-use card, which the collector at an exit swallows
 */
public record Ticket(
    long right, int template, TicketKind kind, String nameZh, String nameEn, boolean collected) {
  /** Nothing is known. */
  public static final Ticket NONE = new Ticket(0, 0, TicketKind.TICKET_KIND_UNSPECIFIED, "", "");

  /** One whose holder keeps it. */
  public Ticket(long right, int template, TicketKind kind, String nameZh, String nameEn) {
    this(right, template, kind, nameZh, nameEn, false);
  }

  static Ticket of(Right right, TicketTemplate template) {
    return new Ticket(
        right.getId(),
        right.getTemplate(),
        template.getKind(),
        template.getNameZh(),
        template.getNameEn(),
        template.getCollected());
  }
}
