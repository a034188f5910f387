package org.shanmen.central.ticketing;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.catalogue.Validity;
import org.shanmen.central.data.CsvFile;
import org.shanmen.central.data.CsvFile.Column;
import org.shanmen.central.data.CsvFile.Problem;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * A ticket that was sold elsewhere, as a line of a file has it. Pure.
 *
 * @param partnerNumber the partner's own number of it
 * @param code what shows it at a gate, as its holder has it already
 */
record ImportedRow(
    long line,
    String partnerNumber,
    TicketType type,
    Validity validity,
    int people,
    Presented code,
    Optional<String> holderName,
    Optional<String> holderId) {
  static final String PARTNER_NUMBER = "partner_number";
  static final String CODE = "code";
  static final String TYPE = "ticket_type";
  static final String DAY = "day";
  static final String PEOPLE = "people";
  static final String HOLDER_NAME = "holder_name";
  static final String HOLDER_ID = "holder_id";

  static final List<Column> COLUMNS =
      List.of(
          new Column(PARTNER_NUMBER, "合作方票号", true),
          new Column(TYPE, "票种代码", true),
          new Column(DAY, "游览日期", false),
          new Column(PEOPLE, "人数", false),
          new Column(CODE, "票码", true),
          new Column(HOLDER_NAME, "姓名", false),
          new Column(HOLDER_ID, "证件号码", false));

  private static final int TEXT_LENGTH = 200;

  /**
   * Shorter ones would be guessed; longer ones no scanner frames. Blanks and the like are cut off.
   */
  private static final Pattern CODE_FORM = Pattern.compile("[\\x21-\\x7E]{8,120}");

  private static final Pattern PEOPLE_FORM = Pattern.compile("[1-9]\\d{0,2}");

  /** Reads the lines of a file, one after another. */
  static final class Reading {
    private final Map<String, TicketType> types;
    private final LocalDate today;
    private final ZoneId zone;
    private final List<Problem> problems = new ArrayList<>();

    Reading(Map<String, TicketType> types, LocalDate today, ZoneId zone) {
      this.types = types;
      this.today = today;
      this.zone = zone;
    }

    /** All that was wrong with the lines that were read. */
    List<Problem> problems() {
      return problems;
    }

    /** Empty if something is wrong with it. */
    Optional<ImportedRow> read(CsvFile.Row row) {
      int before = problems.size();
      var number = text(row, PARTNER_NUMBER);
      var code = code(row);
      var type = type(row);
      var validity = type.flatMap(of -> validity(row, of));
      var people = type.flatMap(of -> people(row, of));
      var name = row.value(HOLDER_NAME).filter(value -> fits(row, HOLDER_NAME, value));
      var id = row.value(HOLDER_ID).filter(value -> fits(row, HOLDER_ID, value));
      return problems.size() > before
          ? Optional.empty()
          : Optional.of(
              new ImportedRow(
                  row.line(),
                  number.orElseThrow(),
                  type.orElseThrow(),
                  validity.orElseThrow(),
                  people.orElseThrow(),
                  code.orElseThrow(),
                  name,
                  id));
    }

    private Optional<String> text(CsvFile.Row row, String column) {
      var value = row.value(column);
      if (value.isEmpty()) {
        problem(row, column, "不能为空", "must not be blank");
      }
      return value.filter(given -> fits(row, column, given));
    }

    private boolean fits(CsvFile.Row row, String column, String value) {
      boolean fits = value.length() <= TEXT_LENGTH && value.chars().noneMatch(c -> c < ' ');
      if (!fits) {
        problem(
            row,
            column,
            "最多 " + TEXT_LENGTH + " 个字，不含控制字符",
            "at most " + TEXT_LENGTH + " characters, none of them a control character");
      }
      return fits;
    }

    private Optional<Presented> code(CsvFile.Row row) {
      var code = text(row, CODE);
      if (code.isPresent() && !CODE_FORM.matcher(code.get()).matches()) {
        problem(
            row,
            CODE,
            "票码应为 8 至 120 个字母、数字或符号，不含空格和中文",
            "expected 8 to 120 letters, digits or signs without blanks");
        return Optional.empty();
      }
      return code.map(value -> new Presented(CredentialKind.QR, value));
    }

    private Optional<TicketType> type(CsvFile.Row row) {
      var code = text(row, TYPE);
      var type = code.map(types::get);
      if (code.isPresent() && type.isEmpty()) {
        problem(row, TYPE, "没有票种 " + code.get(), "there is no ticket type " + code.get());
      }
      if (type.isPresent() && (type.get().holdsMoney() || type.get().hasSlots())) {
        problem(
            row,
            TYPE,
            "储值票和分时段的票种不能导入",
            "tickets that hold money, or have time slots, cannot be sold elsewhere");
        return Optional.empty();
      }
      return type;
    }

    private Optional<Validity> validity(CsvFile.Row row, TicketType type) {
      var given = row.value(DAY);
      var season = type.row();
      if (season.getSeasonFrom() != null) {
        if (given.isPresent()) {
          problem(row, DAY, "该票种有固定有效期，请留空", "this type is valid for a season: leave it blank");
        }
        return Optional.of(new Validity(season.getSeasonFrom(), season.getSeasonUntil(), zone));
      }
      var day = given.flatMap(Reading::day);
      long ahead = day.map(of -> ChronoUnit.DAYS.between(today, of)).orElse(Long.MAX_VALUE);
      if (ahead < -Draft.DAYS_BACK || ahead > Draft.DAYS_AHEAD) {
        problem(
            row,
            DAY,
            "请填写日期，如 2026-05-01，不早于 %d 天前，不晚于 %d 天后".formatted(Draft.DAYS_BACK, Draft.DAYS_AHEAD),
            "expected a day such as 2026-05-01, from %d days ago to %d days ahead"
                .formatted(Draft.DAYS_BACK, Draft.DAYS_AHEAD));
        return Optional.empty();
      }
      return Optional.of(Validity.of(day.get(), season.getValidDays(), zone));
    }

    /** Excel writes 2026/5/1. */
    private static Optional<LocalDate> day(String text) {
      var parts = text.split("[-/]", -1);
      try {
        return parts.length == 3
            ? Optional.of(
                LocalDate.of(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2])))
            : Optional.empty();
      } catch (DateTimeException | NumberFormatException e) {
        return Optional.empty();
      }
    }

    private Optional<Integer> people(CsvFile.Row row, TicketType type) {
      String given = row.value(PEOPLE).orElse("1");
      int most = type.isGroup() ? type.row().getMaxPeople() : 1;
      if (!PEOPLE_FORM.matcher(given).matches() || Integer.parseInt(given) > most) {
        problem(row, PEOPLE, "人数应为 1 至 " + most, "expected 1 to " + most);
        return Optional.empty();
      }
      return Optional.of(Integer.parseInt(given));
    }

    private void problem(CsvFile.Row row, String column, String zh, String en) {
      problems.add(new Problem(row.line(), column, zh, en));
    }
  }
}
