package org.shanmen.central.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.report.Reported.rows;
import static org.shanmen.central.report.Reported.total;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;

/** Some days beside those before them, and beside the same a year earlier. */
class ComparisonTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final LocalDate today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);
  private final LedgerOfDays ledger = new LedgerOfDays(centre, today.minusDays(1), today);
  private final Browser finance = centre.with("finance");
  private final String day = "from=%s&until=%s".formatted(today.minusDays(1), today);

  @Test
  void aTimeIsComparedWithTheOneBeforeAndTheSameAYearEarlier() {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 50_00));
    centre.admin().post("/sales", Sales.order(Sales.line(type, 2))).expect(201);
    long net = -ledger.balance("TICKETS", "GATE_FEES", "REFUND_FEES");
    for (String span : List.of("week", "month", "year")) {
      var report = compared("sales", span);
      assertThat(total(report, "now_fen")).isGreaterThanOrEqualTo(net);
      assertThat(total(report, "earlier_fen")).isZero();
      assertThat(report.getJsonObject("total").getValue("change_earlier")).isNull();
    }
    assertThat(total(compared("tickets", "day"), "now")).isGreaterThanOrEqualTo(2);
    assertThat(rows(compared("passes", "day"))).isNotNull();
    var june = finance.get("/reports/comparison?what=sales&span=week&day=2026-06-03").json();
    assertThat(june.getString("from")).isEqualTo("2026-06-01");
    assertThat(june.getJsonArray("notes").getJsonObject(0).getString("en"))
        .isEqualTo("before: 2026-05-25 to 2026-05-31; year before: 2025-06-02 to 2025-06-08");
  }

  @ParameterizedTest
  @CsvSource({
    "day, 2026-06-03, 2026-06-03, 2026-06-02, 2026-06-02, 2025-06-03, 2025-06-03",
    "day, 2026-06-01, 2026-06-10, 2026-05-22, 2026-05-31, 2025-06-01, 2025-06-10",
    "week, 2026-06-01, 2026-06-10, 2026-05-18, 2026-05-27, 2025-06-02, 2025-06-11",
    "month, 2026-06-01, 2026-06-10, 2026-05-01, 2026-05-10, 2025-06-01, 2025-06-10",
    "month, 2026-02-01, 2026-02-28, 2026-01-01, 2026-01-31, 2025-02-01, 2025-02-28",
    "month, 2026-06-15, 2026-07-14, 2026-05-15, 2026-06-14, 2025-06-15, 2025-07-14",
    "month, 2026-07-01, 2026-09-30, 2026-04-01, 2026-06-30, 2025-07-01, 2025-09-30",
    "month, 2025-02-10, 2025-02-28, 2025-01-10, 2025-01-31, 2024-02-10, 2024-02-29",
    "year, 2026-01-01, 2026-06-30, 2025-01-01, 2025-06-30, 2024-01-01, 2024-06-30",
  })
  void someDaysAreComparedWithTheSameOfTheTimeBefore(
      String span,
      LocalDate from,
      LocalDate until,
      LocalDate before,
      LocalDate beforeUntil,
      LocalDate earlier,
      LocalDate earlierUntil) {
    var period = new Period(from, until, WholeCentre.ZONE);
    var of = Comparison.Span.valueOf(span.toUpperCase(Locale.ROOT));
    assertThat(of.before(period)).isEqualTo(new Period(before, beforeUntil, WholeCentre.ZONE));
    assertThat(of.yearBefore(period))
        .isEqualTo(new Period(earlier, earlierUntil, WholeCentre.ZONE));
  }

  @Test
  void aRangeIsComparedAsAWhole() {
    String path = "/reports/comparison?what=sales&span=month&";
    var report = finance.get(path + day).expect(200).json();
    assertThat(report.getString("from")).isEqualTo(today.minusDays(1).toString());
    assertThat(report.getString("until")).isEqualTo(today.toString());
    assertThat(total(report, "now_fen"))
        .isEqualTo(-ledger.balance("TICKETS", "GATE_FEES", "REFUND_FEES"));
    finance.get(path + day + "&day=" + today).expect(422);
    finance.get(path + "from=" + today).expect(422);
    finance.get(path + "from=" + today + "&day=" + today).expect(422);
    finance.get(path).expect(422);
  }

  private JsonObject compared(String what, String span) {
    return finance
        .get("/reports/comparison?what=%s&span=%s&day=%s".formatted(what, span, today))
        .expect(200)
        .json();
  }
}
