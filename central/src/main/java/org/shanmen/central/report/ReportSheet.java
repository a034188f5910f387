package org.shanmen.central.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.shanmen.central.paper.Language;

/**
 * A report as a sheet (XLSX): numbers are numbers, money is yuan with two decimals, the header
 * stays in sight. Thread-safe.
 */
final class ReportSheet {
  private static final int HEADER = 3;
  private static final int WIDEST = 40;

  private ReportSheet() {}

  static byte[] of(Report report, String park, Language language) {
    var columns = report.columns();
    var shown =
        java.util.stream.IntStream.range(0, columns.size())
            .filter(i -> columns.get(i).shownIn(language))
            .boxed()
            .toList();
    var bytes = new ByteArrayOutputStream();
    try (var book = new Workbook(bytes, "Shanmen", null)) {
      var sheet = book.newWorksheet(report.title().in(language));
      sheet.value(0, 0, park + " " + report.title().in(language));
      sheet.style(0, 0).bold().fontSize(14).set();
      sheet.value(1, 0, report.period().from() + " – " + report.period().until());
      sheet.freezePane(0, HEADER + 1);
      for (int at = 0; at < shown.size(); at++) {
        int index = shown.get(at);
        column(sheet, at, report, index, language);
      }
      int row = HEADER + 1 + report.rows().size() + (report.total().isPresent() ? 1 : 0) + 1;
      for (var note : report.notes()) {
        sheet.value(row++, 0, note.in(language));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to but memory", e);
    }
    return bytes.toByteArray();
  }

  private static void column(Worksheet sheet, int at, Report report, int index, Language language) {
    var column = report.columns().get(index);
    String title = column.title().in(language);
    sheet.value(HEADER, at, title);
    sheet.style(HEADER, at).bold().fillColor("E8EEF4").wrapText(true).set();
    int row = HEADER + 1;
    int widest = width(title);
    for (var values : report.rows()) {
      widest = Math.max(widest, put(sheet, row++, at, column, values.get(index), language));
    }
    if (report.total().isPresent()) {
      if (at == 0 && !column.isAdded()) {
        sheet.value(row, at, language == Language.ZH ? "合计" : "Total");
      }
      put(sheet, row, at, column, report.total().get().get(index), language);
      sheet.style(row, at).bold().set();
      row++;
    }
    if (column.isNumber() && row > HEADER + 1) {
      var numbers = sheet.range(HEADER + 1, at, row - 1, at).style();
      numbers.format(format(column.kind())).set();
    }
    sheet.width(at, Math.min(WIDEST, widest + 3));
  }

  /** Returns how wide it looks, in digits. */
  private static int put(
      Worksheet sheet, int row, int at, Column column, Object value, Language language) {
    if (value == null) {
      return 0;
    }
    String text = column.text(value, language);
    if (column.isNumber()) {
      sheet.value(row, at, column.number(value));
    } else {
      sheet.value(row, at, text);
    }
    return width(text);
  }

  private static String format(Column.Kind kind) {
    return switch (kind) {
      case TEXT, ORDINAL -> "0";
      case COUNT -> "#,##0";
      case FEN -> "#,##0.00";
      case PERCENT -> "0.0";
    };
  }

  private static int width(String text) {
    return text.codePoints().map(c -> c < 0x2E80 ? 1 : 2).sum();
  }
}
