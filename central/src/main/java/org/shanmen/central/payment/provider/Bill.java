package org.shanmen.central.payment.provider;

import java.util.List;

/** A day's bill, or why there is none. */
public sealed interface Bill {
  record Lines(List<Line> lines) implements Bill {
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /** Not made yet, or could not be fetched: ask again later. */
  record NotNow(String why) implements Bill {}

  /** What a line is about. */
  enum Subject {
    CHARGE,
    REFUND
  }

  /**
   * @param number ours
   * @param fen above 0, also of what was paid back
   */
  record Line(Subject subject, String number, long fen) {}
}
