package org.shanmen.central.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shanmen.central.paper.Words;

/**
 * What was summed, ready to be shown: as JSON, as a sheet, on paper.
 *
 * @param name of the operation that makes it, for the file
 * @param rows of each, a value for each column, of the type that the column's kind says
 * @param total the same for everything; empty: there is nothing to add up
 * @param notes what a reader must know
 * @param signed on paper, people sign it
 */
record Report(
    String name,
    Words title,
    Period period,
    List<Column> columns,
    List<List<Object>> rows,
    Optional<List<Object>> total,
    List<Words> notes,
    boolean signed) {

  static Report of(
      String name, Words title, Period period, List<Column> columns, List<List<Object>> rows) {
    return new Report(name, title, period, columns, rows, Optional.empty(), List.of(), false);
  }

  Report with(List<Object> sums) {
    return new Report(name, title, period, columns, rows, Optional.of(sums), notes, signed);
  }

  Report noting(String zh, String en) {
    var more = new ArrayList<>(notes);
    more.add(new Words(zh, en));
    return new Report(name, title, period, columns, rows, total, List.copyOf(more), signed);
  }

  Report toBeSigned() {
    return new Report(name, title, period, columns, rows, total, notes, true);
  }

  /** Adds a total row: the sums of money and counts; texts and percentages have none. */
  Report added() {
    var sums = new ArrayList<Object>();
    for (int i = 0; i < columns.size(); i++) {
      int at = i;
      sums.add(
          columns.get(i).isAdded()
              ? (Object) rows.stream().mapToLong(row -> (Long) row.get(at)).sum()
              : null);
    }
    return with(sums);
  }

  /** Without an ending. */
  String fileName() {
    return name + "-" + period.from() + "-" + period.until();
  }

  /** As in openapi.yaml. */
  JsonObject json() {
    var shown = new JsonArray();
    columns.forEach(column -> shown.add(column.json()));
    var all = new JsonArray();
    rows.forEach(row -> all.add(object(row)));
    var remarks = new JsonArray();
    notes.forEach(note -> remarks.add(new JsonObject().put("zh", note.zh()).put("en", note.en())));
    return new JsonObject()
        .put("report", name)
        .put("title_zh", title.zh())
        .put("title_en", title.en())
        .put("from", period.from().toString())
        .put("until", period.until().toString())
        .put("columns", shown)
        .put("rows", all)
        .put("total", total.map(this::object).orElse(null))
        .put("notes", remarks);
  }

  private JsonObject object(List<Object> values) {
    var object = new JsonObject();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i).key(), values.get(i));
    }
    return object;
  }
}
