package org.shanmen.sim.soak.park;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.sim.lane.Direction;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.lane.Walk.Manner;

/**
 * Who comes to the park: buys, shows what he bought, walks, comes again, cheats, gives back. One
 * thread.
 */
final class Visitors {
  /** Of the day's visitors, so many in each hour from nine o'clock on. */
  private static final int[] PROFILE = {18, 22, 16, 10, 8, 10, 8, 5, 3};

  private static final int OPENS = 9;
  private static final long HOUR = 3_600_000L;

  private final Agenda agenda;
  private final ParkCentre centre;
  private final List<ParkGate> gates;
  private final TicketSale sale;
  private final Random random;
  private final List<Ticket> sold = new ArrayList<>();

  Visitors(Agenda agenda, ParkCentre centre, List<ParkGate> gates, Random random) {
    this.agenda = agenda;
    this.centre = centre;
    this.gates = gates;
    this.random = random;
    this.sale = new TicketSale(random);
  }

  /** Sells what is sold before the first day. */
  void sellAhead(int tickets) {
    for (int i = 0; i < tickets; i++) {
      sell(sale.sell(agenda.millis()));
    }
    sell(sale.sell(TicketKind.STAFF_CARD, agenda.millis()));
  }

  private void sell(Ticket ticket) {
    sold.add(ticket);
    centre.put(ticket);
  }

  /** Enters a day's visitors. */
  void comeOn(int day, int visitors) {
    int of = java.util.Arrays.stream(PROFILE).sum();
    for (int hour = 0; hour < PROFILE.length; hour++) {
      int many = Math.round((float) visitors * PROFILE[hour] / of);
      long from = ParkTimes.millis(day, LocalTime.of(OPENS + hour, 0));
      for (int i = 0; i < many; i++) {
        agenda.at(from + random.nextLong(HOUR), this::somebodyComes);
      }
    }
  }

  private void somebodyComes() {
    int chance = random.nextInt(100);
    if (chance < 45 && centre.isUp()) {
      var ticket = sale.sell(agenda.millis());
      sell(ticket);
      agenda.in(2_000 + random.nextInt(600_000), () -> visit(ticket));
    } else if (chance < 85) {
      visit(sold.get(random.nextInt(sold.size())));
    } else if (chance < 90) {
      copies(sold.get(random.nextInt(sold.size())));
    } else if (centre.isUp()) {
      counter(sold.get(random.nextInt(sold.size())));
    }
  }

  /** The same code at two gates within seconds, or before one of them has the centre's word. */
  private void copies(Ticket ticket) {
    int within = random.nextBoolean() ? 40 : 20_000;
    for (int i = 0; i < 2; i++) {
      agenda.in(random.nextInt(within), () -> visit(ticket));
    }
  }

  /** What a clerk does with a ticket that was sold. */
  private void counter(Ticket ticket) {
    Right right = ticket.right;
    int chance = random.nextInt(10);
    if (ticket.kind == TicketKind.STORED_VALUE && chance < 6) {
      ticket.right = right.toBuilder().setCreditFen(right.getCreditFen() + 2_000).build();
      centre.played.count("top-ups", 1);
    } else if (chance < 5) {
      ticket.right = right.toBuilder().setState(RightState.RIGHT_REVOKED).build();
      centre.played.count("refunds", 1);
    } else {
      ticket.exchange();
      centre.played.count("exchanges", 1);
    }
    centre.played.note(
        "%s ticket %d is now %s"
            .formatted(ParkTimes.tell(agenda.millis()), ticket.id, ticket.right.getState()));
    centre.put(ticket);
    agenda.in(random.nextInt(30_000), () -> visit(ticket));
  }

  private void visit(Ticket ticket) {
    var gate = someGate(true);
    String code = ticket.code();
    int people = Math.max(1, ticket.right.getPeople());
    int come = random.nextInt(8) == 0 ? 1 + random.nextInt(people) : people;
    present(gate, ticket, code, Spot.OUTER);
    var manner = manner();
    if (random.nextInt(30) != 0) {
      gate.lane.walk(new Walk(Direction.IN, come, manner, linger()));
    }
    if (ticket.kind == TicketKind.CONCESSION && random.nextInt(5) != 0) {
      agenda.in(1_500 + random.nextInt(2_000), gate.lane::press);
    }
    if (random.nextInt(12) == 0) {
      agenda.in(5_000 + random.nextInt(8_000), () -> crawlBack(gate));
    }
    if (random.nextInt(3) == 0) {
      agenda.in(600_000 + random.nextLong(3 * HOUR), () -> leave(ticket));
    }
  }

  /** A reader that reads once more what it read. */
  private void present(ParkGate gate, Ticket ticket, String code, Spot spot) {
    gate.show(ticket, code, spot);
    for (int i = random.nextInt(6) == 0 ? 2 : 0; i > 0; i--) {
      agenda.in(100 + random.nextInt(1_500), () -> gate.show(ticket, code, spot));
    }
  }

  private void crawlBack(ParkGate gate) {
    gate.lane.walk(new Walk(Direction.OUT, 1, Manner.CRAWL, 0));
  }

  private void leave(Ticket ticket) {
    var gate = someGate(false);
    if (gate.site.kind() == LaneKind.TWO_WAY || random.nextBoolean()) {
      present(gate, ticket, ticket.code(), Spot.INNER);
    }
    gate.lane.walk(new Walk(Direction.OUT, 1, manner(), 0));
  }

  private Manner manner() {
    int chance = random.nextInt(40);
    return switch (chance) {
      case 0 -> Manner.TURN_BACK;
      case 1 -> Manner.PUSH;
      case 2, 3 -> Manner.TAILGATE;
      case 4 -> Manner.CLIMB;
      case 5 -> Manner.CRAWL;
      default -> Manner.STRAIGHT;
    };
  }

  private int linger() {
    return random.nextInt(40) == 0 ? random.nextInt(20_000) : 0;
  }

  private ParkGate someGate(boolean in) {
    while (true) {
      var gate = gates.get(random.nextInt(gates.size()));
      boolean fits = in ? gate.site.letsIn() : gate.site.kind() != LaneKind.ENTRY;
      if (fits) {
        return gate;
      }
    }
  }
}
