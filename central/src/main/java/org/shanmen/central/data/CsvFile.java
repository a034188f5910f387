package org.shanmen.central.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A table that somebody keeps in a spreadsheet: RFC 4180, with a line of column names first. Excel
 * in China writes GBK, elsewhere UTF-8, with or without a byte order mark: all of these are read,
 * and none is guessed wrong, because text in GBK is no UTF-8 unless it is ASCII.
 *
 * @param rows in the order of the file, without blank lines
 * @param problems of the file as such, and of lines that have another number of fields
 */
public record CsvFile(List<Row> rows, List<Problem> problems) {
  private static final Charset CHINESE = Charset.forName("GB18030");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * One line.
   *
   * @param line where it begins in the file, from 1
   * @param values by the names of the columns as they were asked for, stripped; blank ones are left
   *     out
   */
  public record Row(long line, Map<String, String> values) {
    public Optional<String> value(String column) {
      return Optional.ofNullable(values.get(column));
    }
  }

  /**
   * What is wrong, and what to do about it.
   *
   * @param line 0: the whole file
   * @param column empty: the whole line
   */
  public record Problem(long line, String column, String messageZh, String messageEn) {}

  /**
   * A column that is known.
   *
   * @param name as the interface spells it
   * @param chinese its other name
   */
  public record Column(String name, String chinese, boolean needed) {}

  /**
   * Reads a file.
   *
   * @param most so many rows; more are a problem
   */
  public static CsvFile read(byte[] bytes, List<Column> columns, int most) {
    var problems = new ArrayList<Problem>();
    var rows = new ArrayList<Row>();
    var text = text(bytes);
    if (text.isEmpty()) {
      problems.add(
          new Problem(
              0,
              "",
              "文件编码无法识别：请另存为“CSV UTF-8”后重试",
              "the text is neither UTF-8 nor GB18030: save it as CSV UTF-8"));
      return new CsvFile(rows, problems);
    }
    try (var reader = CsvReader.builder().ofCsvRecord(text.get())) {
      Optional<List<String>> names = Optional.empty();
      for (var csv : reader) {
        if (rows.size() == most) {
          problems.add(
              new Problem(
                  csv.getStartingLineNumber(),
                  "",
                  "最多 " + most + " 行：请拆分文件",
                  "at most " + most + " rows: split the file"));
          break;
        }
        if (names.isEmpty()) {
          names = Optional.of(names(csv, columns, problems));
        } else {
          row(csv, names.get(), problems).ifPresent(rows::add);
        }
      }
    } catch (CsvParseException | java.io.IOException e) {
      problems.add(
          new Problem(
              0, "", "不是有效的 CSV 文件：" + e.getMessage(), "this is no CSV file: " + e.getMessage()));
    }
    if (rows.isEmpty() && problems.isEmpty()) {
      problems.add(new Problem(0, "", "文件中没有数据行", "there is no row in the file"));
    }
    return new CsvFile(rows, problems);
  }

  private static Optional<String> text(byte[] bytes) {
    return decoded(bytes, StandardCharsets.UTF_8)
        .or(() -> decoded(bytes, CHINESE))
        .map(text -> text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** What the columns are called, in their order; empty: a column that nobody may name. */
  private static List<String> names(
      CsvRecord header, List<Column> columns, List<Problem> problems) {
    var names = new ArrayList<String>();
    for (var field : header.getFields()) {
      String name =
          columns.stream()
              .filter(column -> isNamed(column, field.strip()))
              .map(Column::name)
              .findFirst()
              .orElse("");
      if (name.isEmpty() || names.contains(name)) {
        problems.add(
            new Problem(
                header.getStartingLineNumber(),
                field,
                "列名不认识或重复：请删除该列或改正列名",
                "a column that is not known, or twice: take it out or mend its name"));
      }
      names.add(name);
    }
    for (var column : columns) {
      if (column.needed() && !names.contains(column.name())) {
        problems.add(
            new Problem(
                header.getStartingLineNumber(),
                column.name(),
                "缺少该列：请添加列“" + column.chinese() + "”(" + column.name() + ")",
                "the column is missing: add " + column.name()));
      }
    }
    return names;
  }

  private static boolean isNamed(Column column, String name) {
    return column.name().equals(name.toLowerCase(Locale.ROOT)) || column.chinese().equals(name);
  }

  private static Optional<Row> row(CsvRecord csv, List<String> names, List<Problem> problems) {
    if (csv.getFields().stream().allMatch(String::isBlank)) {
      return Optional.empty();
    }
    if (csv.getFieldCount() != names.size()) {
      problems.add(
          new Problem(
              csv.getStartingLineNumber(),
              "",
              "该行有 %d 个字段，表头有 %d 个：请检查逗号和引号".formatted(csv.getFieldCount(), names.size()),
              "%d fields, the first line has %d: look at its commas and quotes"
                  .formatted(csv.getFieldCount(), names.size())));
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < names.size(); i++) {
      String value = csv.getField(i).strip();
      if (!value.isEmpty()) {
        values.put(names.get(i), value);
      }
    }
    return Optional.of(new Row(csv.getStartingLineNumber(), values));
  }
}
