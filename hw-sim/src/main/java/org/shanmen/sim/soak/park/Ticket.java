package org.shanmen.sim.soak.park;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketKind;

/** One sold ticket, and everything that ever became of it. Filled by those who sell and check. */
final class Ticket {
  /**
   * People through on it, as one gate wrote it down.
   *
   * @param out they left
   */
  record Trace(int gate, long epoch, long sequence, int people, boolean out, int feeFen) {}

  final long id;
  final TicketKind kind;
  final CredentialKind credential;
  final OfflinePolicy policy;

  /** As it was sold or last changed. */
  Right right;

  /** How often its code was exchanged for another. */
  private int issue;

  /** Every state that gates could learn, by the version of the list with which they did. */
  final TreeMap<Long, Right> history = new TreeMap<>();

  /** Uses by the version of the list with which gates learnt of them. */
  final List<Learnt> learnt = new ArrayList<>();

  /** A use that the centre has told the gates. */
  record Learnt(long version, Trace use) {}

  /** People who are through inwards, at whatever gate. */
  int through;

  Ticket(long id, TicketKind kind, CredentialKind credential, OfflinePolicy policy) {
    this.policy = policy;
    this.id = id;
    this.kind = kind;
    this.credential = credential;
  }

  /** What is shown at a gate. */
  String code() {
    return switch (credential) {
      case QR -> "T%06dX%d".formatted(id, issue);
      case CARD -> "%08X%02X".formatted(id, issue);
      default -> "9%06d%d".formatted(id, issue);
    };
  }

  /** Its holder gets another code; the old one opens nothing any more. */
  void exchange() {
    issue++;
    right = right.toBuilder().setFingerprints(0, TicketSale.fingerprint(this)).build();
  }
}
