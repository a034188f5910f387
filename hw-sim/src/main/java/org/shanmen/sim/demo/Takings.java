package org.shanmen.sim.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.shanmen.sim.park.CentreClient;

/**
 * What visitors paid and were paid back, as they say themselves, to be held against the centre's
 * ledger. Thread-safe.
 */
final class Takings {
  private final AtomicLong soldFen = new AtomicLong();
  private final AtomicLong refundedFen = new AtomicLong();

  /**
   * Both sides.
   *
   * @param ledgerFen what the ledger says that came in, less what it says that went back
   * @param balanced the ledger balances and says the same as the visitors
   */
  record Money(long soldFen, long refundedFen, long ledgerFen, boolean balanced) {
    JsonObject json() {
      return new JsonObject()
          .put("sold_fen", soldFen)
          .put("refunded_fen", refundedFen)
          .put("ledger_fen", ledgerFen)
          .put("balanced", balanced);
    }

    /** What is wrong, in words. */
    Optional<String> imbalance() {
      return balanced
          ? Optional.empty()
          : Optional.of(
              "visitors paid %d fen and were paid back %d, the ledger holds %d"
                  .formatted(soldFen, refundedFen, ledgerFen));
    }
  }

  void paid(long fen) {
    soldFen.addAndGet(fen);
  }

  void paidBack(long fen) {
    refundedFen.addAndGet(fen);
  }

  /**
   * @param office a session that may see the books of a park in which nobody else sells
   */
  Money against(CentreClient office) {
    var statement =
        office.get("/statement?from=2000-01-01&until=2199-12-31").getJsonObject("statement");
    var payments = statement.getJsonArray("payments");
    long came = sum(payments, "taken_fen");
    long went = sum(payments, "paid_back_fen");
    boolean balanced =
        statement.getBoolean("balanced") && came == soldFen.get() && went == refundedFen.get();
    return new Money(soldFen.get(), refundedFen.get(), came - went, balanced);
  }

  private static long sum(JsonArray payments, String what) {
    return payments.stream().mapToLong(each -> ((JsonObject) each).getLong(what)).sum();
  }
}
