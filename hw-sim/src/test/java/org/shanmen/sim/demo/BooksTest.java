package org.shanmen.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.sim.crowd.Holding;
import org.shanmen.sim.crowd.Shown;
import org.shanmen.sim.crowd.Visit;
import org.shanmen.sim.park.SandboxHouse;

class BooksTest {
  @Test
  void booksThatAgreeHaveNothingToExplain() {
    assertThat(books(new Books.Page(7, 7, 7)).imbalances()).isEmpty();
  }

  @Test
  void aPassThatTheGateMissedIsTold() {
    assertThat(books(new Books.Page(7, 6, 6)).imbalances())
        .singleElement()
        .asString()
        .startsWith("gate N1: the beams saw 7 people through, its journal has only 6");
  }

  @Test
  void aPassThatTheGateCountedTwiceIsTold() {
    assertThat(books(new Books.Page(7, 8, 8)).imbalances())
        .singleElement()
        .asString()
        .contains("counted somebody twice");
  }

  @Test
  void aPassThatDidNotArriveIsTold() {
    assertThat(books(new Books.Page(7, 7, 6)).imbalances())
        .singleElement()
        .asString()
        .contains("the centre holds only 6");
  }

  @Test
  void aPassThatTheCentreStoredTwiceIsTold() {
    assertThat(books(new Books.Page(7, 7, 8)).imbalances())
        .singleElement()
        .asString()
        .contains("stored twice");
  }

  @Test
  void twoMistakesThatCancelInTheSumAreBothTold() {
    var books =
        new Books(
            new TreeMap<>(Map.of("N1", new Books.Page(3, 2, 2), "N2", new Books.Page(3, 4, 4))));
    assertThat(books.total()).isEqualTo(new Books.Page(6, 6, 6));
    assertThat(books.imbalances()).hasSize(2);
  }

  @Test
  void theReportHasTheAgreedKeys() {
    var report =
        new Report(
            10,
            8,
            Map.of("EXPIRED", 2),
            books(new Books.Page(8, 8, 8)),
            new Takings.Money(500, 80, 420, true, byCode(new SandboxHouse.Bill(2, 160, 80))),
            new Report.Decisions(100, 200, 300, 400),
            new Report.SaleToGate(1.5, 9),
            12.34);
    assertThat(report.json().encode())
        .isEqualTo(
            "{\"arrived\":10,\"admitted\":8,\"refused\":{\"EXPIRED\":2},"
                + "\"passes\":{\"N1\":{\"sensed\":8,\"journaled\":8,\"stored\":8}},"
                + "\"money\":{\"sold_fen\":500,\"refunded_fen\":80,\"ledger_fen\":420,"
                + "\"balanced\":true,\"by_code\":{\"payments\":2,\"paid_fen\":160,"
                + "\"paid_back_fen\":80,\"provider_fen\":80}},"
                + "\"decision_us\":{\"p50\":100,\"p99\":200,\"p999\":300,\"max\":400},"
                + "\"sale_to_gate_ms\":{\"p50\":1.5,\"p99\":9.0},\"duration_s\":12.3}");
  }

  @Test
  void moneyThatTheProviderCountsOtherwiseIsNotBalanced() {
    var money = new Takings.Money(500, 80, 420, true, byCode(new SandboxHouse.Bill(3, 160, 80)));
    assertThat(money.json().getBoolean("balanced")).isFalse();
    assertThat(money.imbalances())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("160 fen in 2 payments");
  }

  private static Takings.ByCode byCode(SandboxHouse.Bill bill) {
    return new Takings.ByCode(2, 160, 80, bill);
  }

  @Test
  void aRefusalOtherThanThePlannedOneIsASurprise() {
    assertThat(Served.refused(visit(Holding.EXPIRED, false), "EXPIRED").surprise()).isEmpty();
    assertThat(Served.refused(visit(Holding.EXPIRED, false), "USED_UP").surprise().orElseThrow())
        .contains("planned EXPIRED, found USED_UP");
    assertThat(Served.admitted(visit(Holding.EXPIRED, false), 1).surprise().orElseThrow())
        .contains("planned EXPIRED, found admission");
    assertThat(Served.refused(visit(Holding.SINGLE, false), "UNKNOWN").surprise().orElseThrow())
        .contains("planned admission, found UNKNOWN");
    var before = visit(Holding.SINGLE, false, Optional.of(Reason.GATE_CLOSED));
    assertThat(Served.refused(before, "GATE_CLOSED").surprise()).isEmpty();
    assertThat(Served.admitted(before, 1).surprise().orElseThrow())
        .contains("planned GATE_CLOSED, found admission");
  }

  @Test
  void whoTurnsBackDoesNotWalkAndEverybodyElseDoes() {
    assertThat(Served.admitted(visit(Holding.COUNT_CARD, true), 0).surprise()).isEmpty();
    assertThat(Served.admitted(visit(Holding.COUNT_CARD, true), 1).surprise()).isPresent();
    assertThat(Served.admitted(visit(Holding.COUNT_CARD, false), 0).surprise()).isPresent();
  }

  @Test
  void storedDecisionsThatDifferFromWhatVisitorsWereToldAreFound() {
    List<Served> served =
        List.of(
            Served.admitted(visit(Holding.SINGLE, false), 1),
            Served.refused(visit(Holding.EXPIRED, false), "EXPIRED"));
    var admission = EventAudit.Decided.admission("10:00").and(1, 0);
    var expired = EventAudit.Decided.refusal("10:01", "EXPIRED");

    assertThat(EventAudit.differences("N1", served, List.of(admission, expired))).isEmpty();
    assertThat(EventAudit.differences("N1", served, List.of(admission, admission)))
        .singleElement()
        .asString()
        .contains("met with EXPIRED, and 0 passed; the centre has stored admission at 10:00");
    assertThat(EventAudit.differences("N1", served, List.of(admission)))
        .singleElement()
        .asString()
        .contains("visitors met with 2 decisions, the centre has stored 1");
    var missed = EventAudit.Decided.admission("10:00").and(0, 1);
    assertThat(EventAudit.differences("N1", served, List.of(missed, expired)))
        .singleElement()
        .asString()
        .contains(
            "1 passed; the centre has stored admission at 10:00 with 0 passes and 1 given back");
  }

  @Test
  void theProgressLineSaysForHowManyReasonsPeopleAreRefused() {
    var counts = new Tally.Counts(12, 7, new TreeMap<>(Map.of("EXPIRED", 1, "UNKNOWN", 4)), 6);
    assertThat(ProgressLine.line(counts, "  decision p50 1.00 ms"))
        .isEqualTo(
            "arrived 12  admitted 7  refused 5 (for 2 reasons)  passed 6  decision p50 1.00 ms");
    var one = new Tally.Counts(1, 0, new TreeMap<>(Map.of("EXPIRED", 1)), 0);
    assertThat(ProgressLine.line(one, "")).contains("refused 1 (for 1 reason)  passed 0");
    var none = new Tally.Counts(1, 1, new TreeMap<>(), 1);
    assertThat(ProgressLine.line(none, "")).isEqualTo("arrived 1  admitted 1  refused 0  passed 1");
  }

  private static Books books(Books.Page page) {
    return new Books(new TreeMap<>(Map.of("N1", page)));
  }

  private static Visit visit(Holding holding, boolean turnsBack) {
    return visit(holding, turnsBack, Optional.empty());
  }

  private static Visit visit(Holding holding, boolean turnsBack, Optional<Reason> closed) {
    return new Visit(
        1, Duration.ZERO, "N1", 1, holding, Shown.QR, OptionalInt.empty(), turnsBack, closed);
  }
}
