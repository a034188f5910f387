package org.shanmen.central.paper;

import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.IntStream;

/** An order to print. */
final class Examples {
  /** As long as signed codes get: base45. */
  static final String SIGNED = "7ZK:" + "A1B2C3D4E5F6G7H8".repeat(7) + "XYZ";

  private Examples() {}

  static PrintedOrder order(int tickets) {
    var day = LocalDate.of(2026, 5, 1);
    var printed =
        IntStream.range(0, tickets)
            .mapToObj(
                i ->
                    new PrintedTicket(
                        "S2605-000" + i,
                        new Words("喆䶮成人票", "Adult of 喆"),
                        Optional.of(i == 0 ? SIGNED : "OPAQUE0000000000000000000" + i),
                        day,
                        i == 0 ? day : day.plusDays(6),
                        i == 0 ? 1 : 20,
                        12_050))
            .toList();
    return new PrintedOrder(
        new Words("示范园", "Model Park"),
        "S2605",
        "2026-05-01 09:30",
        Optional.of("王䶮"),
        Optional.of(new Words("现金", "Cash")),
        12_050L * tickets,
        printed);
  }
}
