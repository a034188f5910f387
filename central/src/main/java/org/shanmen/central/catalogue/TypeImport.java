package org.shanmen.central.catalogue;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jooq.DSLContext;
import org.shanmen.central.data.CsvFile;
import org.shanmen.central.data.CsvFile.Column;
import org.shanmen.central.data.CsvFile.Problem;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.BodySchema;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.wire.Change;

/**
 * Takes ticket types in, one a line, with the columns of the interface: what it takes one by one is
 * taken here under the same names and the same rules. All of a file or nothing. Lists are written
 * with semicolons between, what has parts as JSON. Methods take the caller's transaction and block.
 */
public final class TypeImport {
  static final int ROWS = 500;

  private static final Set<String> YES = Set.of("true", "yes", "1", "是");
  private static final Set<String> NO = Set.of("false", "no", "0", "否");

  private final Audit audit;
  private final ChangeLog changeLog;
  private final TicketTypeStore types;
  private final BodySchema schema;

  /**
   * @param schema of a request that makes one type
   */
  public TypeImport(Audit audit, ChangeLog changeLog, TicketTypeStore types, BodySchema schema) {
    this.audit = audit;
    this.changeLog = changeLog;
    this.types = types;
    this.schema = schema;
  }

  /**
   * What came of a file.
   *
   * @param rows that were looked at
   */
  public record Outcome(int rows, boolean imported, List<Problem> problems) {}

  /** Ends a nested transaction without what it did. */
  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undone() {
      super(null, null, false, false);
    }
  }

  /**
   * Makes the types if nothing is wrong with any of them.
   *
   * @param dry makes none in any case
   */
  public Outcome take(DSLContext tx, Actor actor, byte[] file, boolean dry) {
    var columns =
        schema.types().keySet().stream()
            .map(name -> new Column(name, name, schema.required().contains(name)))
            .toList();
    var csv = CsvFile.read(file, columns, ROWS);
    var problems = new ArrayList<>(csv.problems());
    try {
      tx.transaction(
          nested -> {
            var changes = new ArrayList<Change>();
            csv.rows().forEach(row -> add(nested.dsl(), actor, row, changes, problems));
            if (dry || !problems.isEmpty()) {
              throw new Undone();
            }
            changeLog.append(nested.dsl(), changes);
          });
    } catch (Undone undone) {
      return new Outcome(csv.rows().size(), false, problems);
    }
    return new Outcome(csv.rows().size(), true, problems);
  }

  private void add(
      DSLContext tx, Actor actor, CsvFile.Row row, List<Change> changes, List<Problem> problems) {
    int before = problems.size();
    var body = new JsonObject();
    row.values()
        .forEach((column, value) -> body.put(column, value(schema.types().get(column), value)));
    schema
        .mistakes(body)
        .forEach(
            mistake ->
                problems.add(
                    new Problem(
                        row.line(),
                        mistake.property(),
                        "不符合接口文档对该字段的要求：" + mistake.what(),
                        mistake.what())));
    if (problems.size() > before) {
      return;
    }
    try {
      tx.transaction(
          nested -> {
            var type = types.add(nested.dsl(), body);
            audit.write(
                nested.dsl(), actor, "ticket-type.create", type.row().getCode(), body.encode());
            changes.add(type.putTemplate());
          });
    } catch (Refused refused) {
      problems.add(new Problem(row.line(), "", refused.messageZh(), refused.getMessage()));
    }
  }

  /** A cell as the interface would have it; one that does not fit stays text, and is told. */
  private static Object value(String type, String cell) {
    String lower = cell.toLowerCase(Locale.ROOT);
    try {
      return switch (type) {
        case "integer" -> Long.valueOf(cell);
        case "boolean" -> YES.contains(lower) ? Boolean.TRUE : NO.contains(lower) ? false : cell;
        case "object" -> new JsonObject(cell);
        case "array" -> cell.startsWith("[") ? new JsonArray(cell) : list(cell);
        default -> cell;
      };
    } catch (NumberFormatException | DecodeException e) {
      return cell;
    }
  }

  private static JsonArray list(String cell) {
    var list = new JsonArray();
    for (var part : cell.split("[;;]")) {
      if (!part.isBlank()) {
        list.add(part.strip());
      }
    }
    return list;
  }
}
