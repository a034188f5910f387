package org.shanmen.sim.soak;

import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.SetHash;

/** Reads a whitelist through and holds it against what the centre said. */
final class StoreOracle {
  private final Played played;
  private final SoakTickets tickets;
  private final ModelCentre centre;

  StoreOracle(Played played, SoakTickets tickets, ModelCentre centre) {
    this.played = played;
    this.tickets = tickets;
    this.centre = centre;
  }

  /**
   * The list is one that the centre had, to the last byte, and not an older one than was applied.
   */
  void requireWhole(Whitelist list, long appliedVersion) {
    played.require(
        list.version() >= appliedVersion,
        "the list is at %d, %d was applied".formatted(list.version(), appliedVersion));
    requireTrue(list);
  }

  /** The list is one that the centre had, to the last byte. */
  void requireTrue(Whitelist list) {
    played.require(
        list.version() <= centre.version() && list.hash() == hashAt(list.version()),
        "the list at %d has a hash that the centre never had".formatted(list.version()));
    played.require(
        list.hash() == hashOf(list),
        "the list at %d serves what its hash does not say".formatted(list.version()));
  }

  /** Version 0 is the empty set, whatever the centre has made since. */
  private long hashAt(long version) {
    return version <= centre.version() ? centre.hashAt(version) : 0;
  }

  private long hashOf(Whitelist list) {
    long hash = 0;
    var template = list.template(SoakTickets.TEMPLATE);
    hash += template.map(each -> SetHash.ofTemplate(each.toByteArray())).orElse(0L);
    for (var ticket : tickets.sold()) {
      var right = list.rightById(ticket.id());
      hash += right.map(each -> SetHash.ofRight(each.toByteArray())).orElse(0L);
      for (var use : list.uses(ticket.id())) {
        hash += SetHash.ofUse(use.toByteArray());
      }
    }
    return hash;
  }
}
