package org.shanmen.gate.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** {@code GET /metrics}: Prometheus' text format. Thread-safe. */
public final class MetricsPage {
  /** What the page is. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double NANOS = 1e-9;

  /** Upper bounds of the decision histogram, 1 us to 10 s in steps of a tenth. */
  private static final List<Long> BOUNDS_NANOS = bounds();

  private final LaneBoard board;
  private final Surroundings around;

  public MetricsPage(LaneBoard board, Surroundings around) {
    this.board = board;
    this.around = around;
  }

  public String render() {
    var page = new StringBuilder(16_384);
    times(
        page,
        "shanmen_decision_seconds",
        "From the last byte of a credential until the arm was told",
        board.decisionNanos());
    times(
        page,
        "shanmen_refusal_seconds",
        "From the last byte of a credential until the visitor was told that he is refused",
        board.refusalNanos());
    head(page, "shanmen_admissions_total", "counter", "Admissions since the start");
    line(page, "shanmen_admissions_total", board.admissions());
    head(page, "shanmen_refusals_total", "counter", "Refusals since the start");
    var refusals = board.refusals();
    for (Reason reason : Reason.values()) {
      if (reason != Reason.REASON_UNSPECIFIED && reason != Reason.UNRECOGNIZED) {
        line(
            page,
            "shanmen_refusals_total{reason=\"" + reason + "\"}",
            refusals.getOrDefault(reason, 0L));
      }
    }
    head(page, "shanmen_passes_total", "counter", "People seen by the beams since the start");
    board
        .passages()
        .forEach(
            (passage, count) ->
                line(
                    page,
                    "shanmen_passes_total{direction=\""
                        + passage.direction()
                        + "\",kind=\""
                        + passage.kind()
                        + "\"}",
                    count));
    var state = board.state();
    head(page, "shanmen_mode", "gauge", "1 for the mode last commanded");
    for (LaneMode mode : LaneMode.values()) {
      if (mode != LaneMode.LANE_MODE_UNSPECIFIED && mode != LaneMode.UNRECOGNIZED) {
        line(page, "shanmen_mode{mode=\"" + mode + "\"}", state.mode() == mode ? 1 : 0);
      }
    }
    gauge(page, "shanmen_fire", "Fire state, until released", state.fire() ? 1 : 0);
    gauge(page, "shanmen_alarms", "Alarms that stand", state.alarms().size());
    gauge(page, "shanmen_link_up", "1 while the centre answers", around.linkUp() ? 1 : 0);
    gauge(page, "shanmen_whitelist_version", "Version in force", around.whitelistVersion());
    gauge(page, "shanmen_journal_last", "Last sequence written", around.journalLast());
    gauge(
        page,
        "shanmen_journal_acknowledged",
        "Last sequence of the present epoch that the centre holds",
        around.journalAcknowledged());
    head(page, "shanmen_journal_fullness", "gauge", "Share of the journal's size limit");
    page.append("shanmen_journal_fullness ").append(around.journalFullness()).append('\n');
    head(page, "shanmen_dropped_total", "counter", "What was dropped since the start");
    around
        .dropped()
        .forEach(
            (what, count) -> line(page, "shanmen_dropped_total{what=\"" + what + "\"}", count));
    return page.toString();
  }

  private static void times(StringBuilder page, String name, String what, Histogram nanos) {
    head(page, name, "histogram", what);
    var values = nanos.recordedValues().iterator();
    long below = 0;
    double sum = 0;
    var next = values.hasNext() ? values.next() : null;
    for (long bound : BOUNDS_NANOS) {
      while (next != null && next.getValueIteratedTo() <= bound) {
        below += next.getCountAddedInThisIterationStep();
        sum += (double) next.getValueIteratedTo() * next.getCountAddedInThisIterationStep();
        next = values.hasNext() ? values.next() : null;
      }
      line(
          page,
          name + "_bucket{le=\"" + String.format(Locale.ROOT, "%.4g", bound * NANOS) + "\"}",
          below);
    }
    while (next != null) {
      sum += (double) next.getValueIteratedTo() * next.getCountAddedInThisIterationStep();
      next = values.hasNext() ? values.next() : null;
    }
    line(page, name + "_bucket{le=\"+Inf\"}", nanos.getTotalCount());
    line(page, name + "_count", nanos.getTotalCount());
    page.append(name).append("_sum ").append(sum * NANOS).append('\n');
    head(page, name + "_max", "gauge", "The longest since the start");
    page.append(name).append("_max ").append(nanos.getMaxValue() * NANOS).append('\n');
  }

  private static void gauge(StringBuilder page, String name, String help, long value) {
    head(page, name, "gauge", help);
    line(page, name, value);
  }

  private static void head(StringBuilder page, String name, String type, String help) {
    page.append("# HELP ").append(name).append(' ').append(help).append('\n');
    page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder page, String series, long value) {
    page.append(series).append(' ').append(value).append('\n');
  }

  private static List<Long> bounds() {
    var bounds = new ArrayList<Long>();
    for (double bound = 1_000; bound < 10e9; bound *= 1.1) {
      bounds.add(Math.round(bound));
    }
    bounds.add(10_000_000_000L);
    return List.copyOf(bounds);
  }
}
