package org.shanmen.central.money;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One movement of money, booked in every account that it touches: what is above zero came into the
 * account, what is below went out of it, and all lines together are nothing. Amounts in integer
 * fen.
 *
 * @param till empty: no person's hands: a gate, a machine or a payment provider
 * @param charge whose provider has the money of the QR lines; empty: not known here
 */
public record Posting(
    Kind kind,
    Instant at,
    Optional<Till> till,
    Optional<Long> order,
    Optional<Long> ticket,
    Optional<Long> charge,
    List<Line> lines) {
  /** Why money moved; the names are those of the database and the interface. */
  public enum Kind {
    SALE,
    TOP_UP,
    /** What gates deducted from what tickets hold. */
    GATE_FEE,
    /** So much of a bonus went into what a holder owed. */
    SETTLEMENT,
    REFUND,
    /** A sale taken back in the shift that made it. */
    VOID,
    /** To another day or another type, the difference paid or paid back. */
    EXCHANGE,
    SHIFT_OPENED,
    SHIFT_CLOSED,
    /** Paid through a provider, and not taken by the order: it goes back. */
    NOT_TAKEN,
    /** A provider has paid back what was on its way. */
    PAID_BACK
  }

  /**
   * @param ticketType whose takings they are, by its id
   * @param fen not 0
   * @param shares of a package's takings: so much of it is an area's, by its id; together fen, or
   *     none
   */
  public record Line(
      Account account, Optional<Integer> ticketType, long fen, Map<Integer, Long> shares) {
    /**
     * @throws IllegalArgumentException if the shares are not the whole
     */
    public Line {
      shares = Map.copyOf(shares);
      long sum = shares.values().stream().mapToLong(Long::longValue).sum();
      if (!shares.isEmpty() && sum != fen) {
        throw new IllegalArgumentException("shares of %d fen for %d".formatted(sum, fen));
      }
    }
  }

  /**
   * @throws IllegalArgumentException if the lines do not balance
   */
  public Posting {
    lines = List.copyOf(lines);
    long sum = lines.stream().mapToLong(Line::fen).sum();
    if (sum != 0) {
      throw new IllegalArgumentException("%s does not balance by %d fen".formatted(kind, sum));
    }
  }

  /** Begins one. */
  public static Draft of(Kind kind, Instant at) {
    return new Draft(kind, at);
  }

  /** A posting that is put together. */
  public static final class Draft {
    private final Kind kind;
    private final Instant at;
    private final List<Line> lines = new ArrayList<>();
    private Optional<Till> till = Optional.empty();
    private Optional<Long> order = Optional.empty();
    private Optional<Long> ticket = Optional.empty();
    private Optional<Long> charge = Optional.empty();

    private Draft(Kind kind, Instant at) {
      this.kind = kind;
      this.at = at;
    }

    public Draft by(Till hands) {
      till = Optional.of(hands);
      return this;
    }

    public Draft ofOrder(long id) {
      order = Optional.of(id);
      return this;
    }

    public Draft ofTicket(long id) {
      ticket = Optional.of(id);
      return this;
    }

    public Draft ofCharge(long id) {
      charge = Optional.of(id);
      return this;
    }

    /** Into an account if above 0, out of it if below; 0 leaves no line. */
    public Draft into(Account account, long fen) {
      return line(account, Optional.empty(), fen, Map.of());
    }

    /** Into an account of takings, with the ticket type that they are of: what is given back. */
    public Draft into(Account account, int ticketType, long fen) {
      return into(account, ticketType, fen, Map.of());
    }

    /**
     * The same of a package.
     *
     * @param shares by area, together fen; none if it is no package
     */
    public Draft into(Account account, int ticketType, long fen, Map<Integer, Long> shares) {
      return line(account, Optional.of(ticketType), fen, shares);
    }

    /** Out of an account if above 0, into it if below; 0 leaves no line. */
    public Draft outOf(Account account, long fen) {
      return line(account, Optional.empty(), -fen, Map.of());
    }

    /** Out of an account of takings, with the ticket type that they are of. */
    public Draft outOf(Account account, int ticketType, long fen) {
      return outOf(account, ticketType, fen, Map.of());
    }

    /**
     * The same of a package.
     *
     * @param shares by area, together fen; none if it is no package
     */
    public Draft outOf(Account account, int ticketType, long fen, Map<Integer, Long> shares) {
      var out = new HashMap<Integer, Long>();
      shares.forEach((area, share) -> out.put(area, -share));
      return line(account, Optional.of(ticketType), -fen, out);
    }

    private Draft line(
        Account account, Optional<Integer> ticketType, long fen, Map<Integer, Long> shares) {
      if (fen != 0) {
        lines.add(new Line(account, ticketType, fen, shares));
      }
      return this;
    }

    /**
     * @throws IllegalArgumentException if it does not balance
     */
    public Posting done() {
      return new Posting(kind, at, till, order, ticket, charge, lines);
    }
  }
}
