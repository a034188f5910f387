package org.shanmen.central.people;

import static org.shanmen.central.db.tables.Tables.CUSTOM_ROLE;
import static org.shanmen.central.db.tables.Tables.CUSTOM_ROLE_OPERATION;
import static org.shanmen.central.db.tables.Tables.PERSON;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.CustomRoleRecord;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Role;

/**
 * The park's own roles in the database: each is a set of operations. Methods take the caller's
 * transaction and block.
 */
final class RoleStore {
  /** As openapi.yaml's CustomRole, by code. */
  JsonArray all(DSLContext tx) {
    var roles = new JsonArray();
    tx.selectFrom(CUSTOM_ROLE)
        .orderBy(CUSTOM_ROLE.CODE)
        .fetch()
        .forEach(row -> roles.add(json(tx, row)));
    return roles;
  }

  /**
   * @throws Refused if the code is taken, by a built-in role too
   */
  JsonObject add(DSLContext tx, String code, String nameZh, String nameEn, Set<String> operations) {
    boolean builtIn = Arrays.stream(Role.values()).anyMatch(role -> role.text().equals(code));
    var row =
        builtIn
            ? null
            : tx.insertInto(CUSTOM_ROLE)
                .set(CUSTOM_ROLE.CODE, code)
                .set(CUSTOM_ROLE.NAME_ZH, nameZh)
                .set(CUSTOM_ROLE.NAME_EN, nameEn)
                .onConflictDoNothing()
                .returning()
                .fetchOne();
    if (row == null) {
      throw Refused.conflict("角色代码已存在：" + code, "there is a role " + code);
    }
    allow(tx, row.getId(), operations);
    return json(tx, row);
  }

  /**
   * @param body what to change, as in openapi.yaml
   * @throws Refused if there is no such role
   */
  JsonObject change(DSLContext tx, String code, JsonObject body) {
    var row = require(tx, code);
    row.setNameZh(body.getString("name_zh", row.getNameZh()));
    row.setNameEn(body.getString("name_en", row.getNameEn()));
    row.store();
    if (body.containsKey("operations")) {
      allow(tx, row.getId(), texts(body.getJsonArray("operations")));
    }
    return json(tx, row);
  }

  /**
   * @throws Refused if there is no such role, or somebody has it
   */
  void remove(DSLContext tx, String code) {
    var row = require(tx, code);
    var holders = holders(tx, code);
    if (!holders.isEmpty()) {
      throw Refused.conflict(
          "仍有用户持有此角色：" + String.join("、", holders),
          "users still have this role: " + String.join(", ", holders));
    }
    tx.deleteFrom(CUSTOM_ROLE_OPERATION)
        .where(CUSTOM_ROLE_OPERATION.ROLE_ID.eq(row.getId()))
        .execute();
    row.delete();
  }

  /** Names of those who have a role. */
  List<String> holders(DSLContext tx, String code) {
    return tx.select(PERSON.NAME, PERSON.ROLES).from(PERSON).orderBy(PERSON.NAME).fetch().stream()
        .filter(row -> List.of(row.value2().split(",")).contains(code))
        .map(row -> row.value1())
        .toList();
  }

  /** What some of the park's own roles allow together. */
  Set<String> operations(DSLContext tx, Set<String> codes) {
    return tx.select(CUSTOM_ROLE_OPERATION.OPERATION)
        .from(CUSTOM_ROLE_OPERATION)
        .join(CUSTOM_ROLE)
        .on(CUSTOM_ROLE.ID.eq(CUSTOM_ROLE_OPERATION.ROLE_ID))
        .where(CUSTOM_ROLE.CODE.in(codes))
        .fetchSet(CUSTOM_ROLE_OPERATION.OPERATION);
  }

  /**
   * @param codes built in or the park's own
   * @throws Refused if one of them is neither, or is that of machines
   */
  void requireKnown(DSLContext tx, Set<String> codes) {
    if (codes.contains(Role.CHANNEL.text())) {
      throw Refused.unprocessable(
          "角色 channel 只用于售票渠道的机器，不能授予用户",
          "the role channel is that of machines that sell: no person can have it");
    }
    var unknown = new TreeSet<>(Person.custom(codes));
    // A role that is being taken away waits until the user who gets it has it, and is refused then.
    unknown.removeAll(
        tx.select(CUSTOM_ROLE.CODE)
            .from(CUSTOM_ROLE)
            .where(CUSTOM_ROLE.CODE.in(unknown))
            .forShare()
            .fetchSet(CUSTOM_ROLE.CODE));
    if (!unknown.isEmpty()) {
      throw Refused.unprocessable("没有角色 " + unknown, "there is no role " + unknown);
    }
  }

  /** The distinct texts of an array. */
  static Set<String> texts(JsonArray array) {
    var texts = new TreeSet<String>();
    array.forEach(text -> texts.add((String) text));
    return texts;
  }

  private static void allow(DSLContext tx, int role, Set<String> operations) {
    tx.deleteFrom(CUSTOM_ROLE_OPERATION).where(CUSTOM_ROLE_OPERATION.ROLE_ID.eq(role)).execute();
    operations.forEach(
        operation ->
            tx.insertInto(CUSTOM_ROLE_OPERATION)
                .set(CUSTOM_ROLE_OPERATION.ROLE_ID, role)
                .set(CUSTOM_ROLE_OPERATION.OPERATION, operation)
                .execute());
  }

  private static CustomRoleRecord require(DSLContext tx, String code) {
    return tx.selectFrom(CUSTOM_ROLE)
        .where(CUSTOM_ROLE.CODE.eq(code))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(
            () -> Refused.notFound("没有自定义角色 " + code, "there is no role of your own " + code));
  }

  private static JsonObject json(DSLContext tx, CustomRoleRecord row) {
    var operations = new JsonArray();
    tx.select(CUSTOM_ROLE_OPERATION.OPERATION)
        .from(CUSTOM_ROLE_OPERATION)
        .where(CUSTOM_ROLE_OPERATION.ROLE_ID.eq(row.getId()))
        .orderBy(CUSTOM_ROLE_OPERATION.OPERATION)
        .forEach(operation -> operations.add(operation.value1()));
    return new JsonObject()
        .put("code", row.getCode())
        .put("name_zh", row.getNameZh())
        .put("name_en", row.getNameEn())
        .put("operations", operations);
  }
}
