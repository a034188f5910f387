package org.shanmen.central.park;

import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UpdatableRecord;
import org.shanmen.central.web.Refused;

/**
 * A table of the park's things, each with a code that nothing else of its kind has and a name in
 * both languages: how rows come into it, are found and get other names. Methods take the caller's
 * transaction and block; JSON is as in openapi.yaml.
 *
 * @param thingZh what a row is, for people
 * @param thingEn the same in English
 */
record NamedTable<R extends UpdatableRecord<R>>(
    Table<R> table,
    TableField<R, Integer> id,
    TableField<R, String> code,
    TableField<R, String> nameZh,
    TableField<R, String> nameEn,
    String thingZh,
    String thingEn) {
  /**
   * @param body with its code and names
   * @param more sets what else there is to say of it
   * @throws Refused if there is one with this code
   */
  R add(DSLContext tx, JsonObject body, Consumer<R> more) {
    var row = table.newRecord();
    row.set(code, body.getString("code"));
    row.set(nameZh, body.getString("name_zh"));
    row.set(nameEn, body.getString("name_en"));
    more.accept(row);
    return tx.insertInto(table)
        .set(row)
        .onConflictDoNothing()
        .returning()
        .fetchOptional()
        .orElseThrow(
            () ->
                Refused.conflict(
                    "代码已存在：" + row.get(code), "the code " + row.get(code) + " is taken"));
  }

  /**
   * Locked until the transaction ends, with the names that a request gives it; they are stored with
   * the row.
   *
   * @throws Refused if there is none with this code
   */
  R renamed(DSLContext tx, String wanted, JsonObject body) {
    var row =
        tx.selectFrom(table)
            .where(code.eq(wanted))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound(noneZh(wanted), noneEn(wanted)));
    row.set(nameZh, body.getString("name_zh", row.get(nameZh)));
    row.set(nameEn, body.getString("name_en", row.get(nameEn)));
    return row;
  }

  /**
   * Of one that a request names.
   *
   * @throws Refused if there is none with this code
   */
  int idOf(DSLContext tx, String wanted) {
    return tx.select(id)
        .from(table)
        .where(code.eq(wanted))
        .fetchOptional(id)
        .orElseThrow(() -> Refused.unprocessable(noneZh(wanted), noneEn(wanted)));
  }

  private String noneZh(String wanted) {
    return "没有" + thingZh + " " + wanted;
  }

  private String noneEn(String wanted) {
    return "there is no " + thingEn + " " + wanted;
  }

  JsonObject json(R row) {
    return named(row.get(code), row.get(nameZh), row.get(nameEn));
  }

  /** What every answer begins with. */
  static JsonObject named(String code, String nameZh, String nameEn) {
    return new JsonObject().put("code", code).put("name_zh", nameZh).put("name_en", nameEn);
  }
}
