package org.shanmen.central.report;

import java.util.List;
import java.util.stream.IntStream;
import org.shanmen.central.paper.Language;
import org.shanmen.central.paper.PrintedTable;
import org.shanmen.central.paper.TablePages;
import org.shanmen.central.web.Refused;

/** A report on pages of A4 (PDF). Thread-safe. */
final class ReportPages {
  /** About a hundred pages. */
  private static final int ROWS = 3_000;

  private ReportPages() {}

  /**
   * @throws Refused if nobody would read so many pages
   */
  static byte[] of(Report report, String park, Language language) {
    if (report.rows().size() > ROWS) {
      throw Refused.unprocessable(
          "共 %d 行，PDF 最多 %d 行，请导出 XLSX".formatted(report.rows().size(), ROWS),
          "%d rows: pages have up to %d, ask for a sheet (xlsx)"
              .formatted(report.rows().size(), ROWS));
    }
    var shown =
        IntStream.range(0, report.columns().size())
            .filter(i -> report.columns().get(i).shownIn(language))
            .boxed()
            .toList();
    var headings =
        shown.stream()
            .map(report.columns()::get)
            .map(column -> new PrintedTable.Heading(column.title().in(language), column.isNumber()))
            .toList();
    var rows = report.rows().stream().map(row -> texts(report, row, shown, language)).toList();
    boolean chinese = language == Language.ZH;
    return TablePages.of(
        new PrintedTable(
            park + " " + report.title().in(language),
            report.period().from() + " – " + report.period().until(),
            headings,
            rows,
            report.total().map(total -> total(report, total, shown, language)).orElse(List.of()),
            report.notes().stream().map(note -> note.in(language)).toList(),
            !report.signed()
                ? List.of()
                : chinese ? List.of("收款员", "复核", "日期") : List.of("Cashier", "Checked by", "Date")));
  }

  private static List<String> total(
      Report report, List<Object> values, List<Integer> shown, Language language) {
    var texts = new java.util.ArrayList<>(texts(report, values, shown, language));
    if (!report.columns().get(shown.get(0)).isAdded()) {
      texts.set(0, language == Language.ZH ? "合计" : "Total");
    }
    return texts;
  }

  private static List<String> texts(
      Report report, List<Object> values, List<Integer> shown, Language language) {
    return shown.stream().map(i -> report.columns().get(i).text(values.get(i), language)).toList();
  }
}
