package org.shanmen.sim.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.SandboxHouse;

/**
 * What visitors paid and were paid back, as they say themselves, to be held against the centre's
 * ledger and the payment provider's bill. Thread-safe.
 */
final class Takings {
  /** The centre asks the provider again after some seconds if it has to. */
  private static final Duration BACK_LIMIT = Duration.ofSeconds(60);

  private final AtomicLong soldFen = new AtomicLong();
  private final AtomicLong refundedFen = new AtomicLong();
  private final AtomicInteger codes = new AtomicInteger();
  private final AtomicLong codeFen = new AtomicLong();
  private final AtomicLong codeBackFen = new AtomicLong();
  private final Set<String> ticketsByCode = ConcurrentHashMap.newKeySet();

  /**
   * Both sides.
   *
   * @param ledgerFen what the ledger says that came in, less what it says that went back
   * @param balanced the ledger balances and says the same as the visitors
   * @param byCode of the same, what was paid by scanning a code
   */
  record Money(long soldFen, long refundedFen, long ledgerFen, boolean balanced, ByCode byCode) {
    JsonObject json() {
      return new JsonObject()
          .put("sold_fen", soldFen)
          .put("refunded_fen", refundedFen)
          .put("ledger_fen", ledgerFen)
          .put("balanced", balanced && byCode.balanced())
          .put("by_code", byCode.json());
    }

    /** What is wrong, in words. */
    List<String> imbalances() {
      var found = new ArrayList<String>();
      if (!balanced) {
        found.add(
            "visitors paid %d fen and were paid back %d, the ledger holds %d"
                .formatted(soldFen, refundedFen, ledgerFen));
      }
      if (!byCode.balanced()) {
        found.add(
            "visitors paid %d fen in %d payments by code and were paid back %d, the provider says %s"
                .formatted(
                    byCode.paidFen(), byCode.payments(), byCode.paidBackFen(), byCode.bill()));
      }
      return found;
    }
  }

  /**
   * What visitors say of the payment provider, and what it says itself.
   *
   * @param payments how many
   */
  record ByCode(int payments, long paidFen, long paidBackFen, SandboxHouse.Bill bill) {
    boolean balanced() {
      return bill.equals(new SandboxHouse.Bill(payments, paidFen, paidBackFen));
    }

    JsonObject json() {
      return new JsonObject()
          .put("payments", payments)
          .put("paid_fen", paidFen)
          .put("paid_back_fen", paidBackFen)
          .put("provider_fen", bill.paidFen() - bill.paidBackFen());
    }
  }

  void paid(long fen) {
    soldFen.addAndGet(fen);
  }

  /** The same through the payment provider. */
  void paidByCode(String ticket, long fen) {
    paid(fen);
    codes.incrementAndGet();
    codeFen.addAndGet(fen);
    ticketsByCode.add(ticket);
  }

  void paidBack(String ticket, long fen) {
    refundedFen.addAndGet(fen);
    if (ticketsByCode.contains(ticket)) {
      codeBackFen.addAndGet(fen);
    }
  }

  /**
   * @param office a session that may see the books of a park in which nobody else sells
   * @param bill asks the provider
   */
  Money against(CentreClient office, Supplier<SandboxHouse.Bill> bill) {
    var statement =
        Await.until(
                "what tickets were given back for to reach the visitors",
                BACK_LIMIT,
                () -> office.get("/statement?from=2000-01-01&until=2199-12-31"),
                all ->
                    all.getJsonObject("statement").getJsonObject("accounts").getLong("SUSPENSE")
                        == 0)
            .getJsonObject("statement");
    var payments = statement.getJsonArray("payments");
    long came = sum(payments, "taken_fen");
    long went = sum(payments, "paid_back_fen");
    boolean balanced =
        statement.getBoolean("balanced") && came == soldFen.get() && went == refundedFen.get();
    var byCode = new ByCode(codes.get(), codeFen.get(), codeBackFen.get(), bill.get());
    return new Money(soldFen.get(), refundedFen.get(), came - went, balanced, byCode);
  }

  private static long sum(JsonArray payments, String what) {
    return payments.stream().mapToLong(each -> ((JsonObject) each).getLong(what)).sum();
  }
}
