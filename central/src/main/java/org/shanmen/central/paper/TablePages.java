package org.shanmen.central.paper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.shanmen.central.paper.Canvas.Align;

/**
 * A table on pages of A4, across if it has many columns: the heading on each page, the number of
 * each page of how many. Thread-safe.
 */
public final class TablePages {
  private static final double SHORT_MM = 210;
  private static final double LONG_MM = 297;
  private static final double MARGIN_MM = 12;
  private static final double ROW_MM = 6;
  private static final double TOP_MM = 32;
  private static final double FOOT_MM = 24;
  private static final double PAD_MM = 1.2;
  private static final double SIZE = 8;
  private static final int UPRIGHT_COLUMNS = 7;

  private final PrintedTable table;
  private final PDDocument document;
  private final Typeface typeface;
  private final double width;
  private final double height;
  private final double[] columns;

  private TablePages(PrintedTable table, PDDocument document) throws IOException {
    this.table = table;
    this.document = document;
    this.typeface = Typeface.in(document);
    boolean upright = table.headings().size() <= UPRIGHT_COLUMNS;
    this.width = upright ? SHORT_MM : LONG_MM;
    this.height = upright ? LONG_MM : SHORT_MM;
    this.columns = columns();
  }

  /** The document as PDF. */
  public static byte[] of(PrintedTable table) {
    var bytes = new ByteArrayOutputStream();
    try (var document = new PDDocument()) {
      new TablePages(table, document).draw();
      document.getDocumentInformation().setTitle(table.title());
      document.save(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to but memory", e);
    }
    return bytes.toByteArray();
  }

  /** As wide as what is in them, stretched or shrunk together to the page. */
  private double[] columns() {
    var widths = new double[table.headings().size()];
    for (int i = 0; i < widths.length; i++) {
      double widest = typeface.width(typeface.printable(table.headings().get(i).text()), SIZE);
      for (var row : table.rows()) {
        widest = Math.max(widest, typeface.width(typeface.printable(row.get(i)), SIZE));
      }
      if (!table.total().isEmpty()) {
        widest = Math.max(widest, typeface.width(typeface.printable(table.total().get(i)), SIZE));
      }
      widths[i] = widest / Canvas.POINTS + 2 * PAD_MM + 1;
    }
    double sum = java.util.Arrays.stream(widths).sum();
    double stretch = (width - 2 * MARGIN_MM) / sum;
    for (int i = 0; i < widths.length; i++) {
      widths[i] *= stretch;
    }
    return widths;
  }

  private void draw() throws IOException {
    var lines = new ArrayList<List<String>>(table.rows());
    if (!table.total().isEmpty()) {
      lines.add(table.total());
    }
    int fitting = (int) ((height - TOP_MM - FOOT_MM - MARGIN_MM) / ROW_MM) - 1;
    int pages = Math.max(1, (lines.size() + fitting - 1) / fitting);
    for (int page = 0; page < pages; page++) {
      int first = page * fitting;
      int last = Math.min(lines.size(), first + fitting);
      try (var canvas = Canvas.page(document, typeface, width, height)) {
        head(canvas, page, pages);
        double y = row(canvas, TOP_MM, headings(), true);
        for (int i = first; i < last; i++) {
          boolean total = !table.total().isEmpty() && i == lines.size() - 1;
          y = row(canvas, y, lines.get(i), total);
        }
        if (page == pages - 1) {
          foot(canvas, y);
        }
      }
    }
  }

  private List<String> headings() {
    return table.headings().stream().map(PrintedTable.Heading::text).toList();
  }

  private void head(Canvas canvas, int page, int pages) throws IOException {
    double wide = width - 2 * MARGIN_MM;
    canvas.bold(table.title(), MARGIN_MM, 18, 15, Align.LEFT, wide);
    canvas.text(table.subtitle(), MARGIN_MM, 26, 9, Align.LEFT, wide - 30);
    canvas.text((page + 1) + " / " + pages, width - MARGIN_MM, 26, 9, Align.RIGHT, 30);
  }

  private double row(Canvas canvas, double y, List<String> texts, boolean strong)
      throws IOException {
    if (strong) {
      canvas.ground(MARGIN_MM, y, width - 2 * MARGIN_MM, ROW_MM, 0.92);
    }
    double x = MARGIN_MM;
    for (int i = 0; i < columns.length; i++) {
      boolean right = table.headings().get(i).number();
      canvas.text(
          texts.get(i),
          right ? x + columns[i] - PAD_MM : x + PAD_MM,
          y + ROW_MM - 1.9,
          SIZE,
          right ? Align.RIGHT : Align.LEFT,
          columns[i] - 2 * PAD_MM);
      x += columns[i];
    }
    canvas.line(MARGIN_MM, y + ROW_MM, width - MARGIN_MM, y + ROW_MM);
    return y + ROW_MM;
  }

  private void foot(Canvas canvas, double below) throws IOException {
    double y = below + 6;
    for (String note : table.notes()) {
      canvas.text(note, MARGIN_MM, y, 7.5, Align.LEFT, width - 2 * MARGIN_MM);
      y += 4;
    }
    int signing = table.signatures().size();
    double wide = signing == 0 ? 0 : (width - 2 * MARGIN_MM) / signing;
    for (int i = 0; i < signing; i++) {
      double x = MARGIN_MM + i * wide;
      canvas.text(table.signatures().get(i), x, y + 8, 9, Align.LEFT, wide / 2);
      canvas.line(x + wide * 0.35, y + 9, x + wide - 4, y + 9);
    }
  }
}
