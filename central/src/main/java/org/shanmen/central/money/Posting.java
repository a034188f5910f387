package org.shanmen.central.money;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One movement of money, booked in every account that it touches: what is above zero came into the
 * account, what is below went out of it, and all lines together are nothing. Amounts in integer
 * fen.
 *
 * @param till empty: a gate deducted it
 */
public record Posting(
    Kind kind,
    Instant at,
    Optional<Till> till,
    Optional<Long> sale,
    Optional<Long> ticket,
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
    SHIFT_CLOSED
  }

  /**
   * @param ticketType whose takings they are, by its id
   * @param fen not 0
   */
  public record Line(Account account, Optional<Integer> ticketType, long fen) {}

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
    private Optional<Long> sale = Optional.empty();
    private Optional<Long> ticket = Optional.empty();

    private Draft(Kind kind, Instant at) {
      this.kind = kind;
      this.at = at;
    }

    public Draft by(Till hands) {
      till = Optional.of(hands);
      return this;
    }

    public Draft ofSale(long id) {
      sale = Optional.of(id);
      return this;
    }

    public Draft ofTicket(long id) {
      ticket = Optional.of(id);
      return this;
    }

    /** Into an account if above 0, out of it if below; 0 leaves no line. */
    public Draft into(Account account, long fen) {
      return line(account, Optional.empty(), fen);
    }

    /** Into an account of takings, with the ticket type that they are of: what is given back. */
    public Draft into(Account account, int ticketType, long fen) {
      return line(account, Optional.of(ticketType), fen);
    }

    /** Out of an account if above 0, into it if below; 0 leaves no line. */
    public Draft outOf(Account account, long fen) {
      return line(account, Optional.empty(), -fen);
    }

    /** Out of an account of takings, with the ticket type that they are of. */
    public Draft outOf(Account account, int ticketType, long fen) {
      return line(account, Optional.of(ticketType), -fen);
    }

    private Draft line(Account account, Optional<Integer> ticketType, long fen) {
      if (fen != 0) {
        lines.add(new Line(account, ticketType, fen));
      }
      return this;
    }

    /**
     * @throws IllegalArgumentException if it does not balance
     */
    public Posting done() {
      return new Posting(kind, at, till, sale, ticket, lines);
    }
  }
}
