package org.shanmen.central.money;

import static org.shanmen.central.db.tables.Tables.OPERATING_UNIT;
import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.SALES_POINT;
import static org.shanmen.central.db.tables.Tables.SALES_WINDOW;
import static org.shanmen.central.db.tables.Tables.SHIFT;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.SalesWindowRecord;
import org.shanmen.central.db.tables.tables.records.ShiftRecord;
import org.shanmen.central.people.Audit;
import org.shanmen.central.people.PeopleStore;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Role;

/**
 * Shifts of those who take money: from the float that is laid into a drawer to the count of what is
 * in it. A person has one open shift at most, and may sell without any: then the money is in
 * nobody's drawer. Methods take the caller's transaction and block. Thread-safe.
 */
public final class Shifts {
  private static final int LISTED = 200;

  private final InstantSource clock;
  private final Audit audit;

  public Shifts(InstantSource clock, Audit audit) {
    this.clock = clock;
    this.audit = audit;
  }

  /** The hands of whoever asks; his shift stays open until the transaction ends. */
  public static Till tillOf(DSLContext tx, Actor actor) {
    return tillOf(tx, PeopleStore.idOf(tx, actor.name()));
  }

  /** The hands of a person; his shift, if one is open, stays open until the transaction ends. */
  public static Till tillOf(DSLContext tx, int person) {
    return new Till(
        person,
        tx.select(SHIFT.ID).from(SHIFT).where(openOf(person)).forShare().fetchOptional(SHIFT.ID));
  }

  /** Shifts at windows of the caller's operating units; all of them for who is bound to none. */
  static Condition ofUnits(Actor actor) {
    return ofUnits(actor.units());
  }

  /**
   * Shifts at windows of some operating units.
   *
   * @param units codes; none: all shifts
   */
  public static Condition ofUnits(Set<String> units) {
    return units.isEmpty()
        ? DSL.noCondition()
        : SHIFT.WINDOW_ID.in(
            DSL.select(SALES_WINDOW.ID)
                .from(SALES_WINDOW)
                .join(SALES_POINT)
                .on(SALES_POINT.ID.eq(SALES_WINDOW.SALES_POINT_ID))
                .join(OPERATING_UNIT)
                .on(OPERATING_UNIT.ID.eq(SALES_POINT.UNIT_ID))
                .where(OPERATING_UNIT.CODE.in(units)));
  }

  private static SalesWindowRecord window(DSLContext tx, Actor actor, String code) {
    var row =
        tx.selectFrom(SALES_WINDOW)
            .where(SALES_WINDOW.CODE.eq(code))
            .fetchOptional()
            .orElseThrow(() -> Refused.unprocessable("没有窗口 " + code, "there is no window " + code));
    if (!actor.units().isEmpty()
        && !tx.fetchExists(
            DSL.selectOne()
                .from(SALES_POINT)
                .join(OPERATING_UNIT)
                .on(OPERATING_UNIT.ID.eq(SALES_POINT.UNIT_ID))
                .where(SALES_POINT.ID.eq(row.getSalesPointId()))
                .and(OPERATING_UNIT.CODE.in(actor.units())))) {
      throw Refused.forbidden("该窗口不属于您的经营单位", "that window is another operating unit's");
    }
    return row;
  }

  private static Condition openOf(int person) {
    return SHIFT.PERSON_ID.eq(person).and(SHIFT.CLOSED_AT.isNull());
  }

  /**
   * Opens the caller's shift.
   *
   * @param place where he sits, for people; the window's name if empty
   * @param window code of the window where he sits; empty: none of them
   * @return the statement, as openapi.yaml shows it
   * @throws Refused if he has an open one
   */
  JsonObject open(
      DSLContext tx, Actor actor, String place, Optional<String> window, long floatFen) {
    int person = PeopleStore.idOf(tx, actor.name());
    // Two of his requests at once wait for each other here.
    tx.select(PERSON.ID).from(PERSON).where(PERSON.ID.eq(person)).forUpdate().fetch();
    if (tx.fetchExists(SHIFT, openOf(person))) {
      throw Refused.conflict("您已有未结的班次，请先交班", "you have an open shift: close it first");
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var row = tx.newRecord(SHIFT);
    row.setPersonId(person);
    var at = window.map(code -> window(tx, actor, code));
    row.setWindowId(at.map(SalesWindowRecord::getId).orElse(null));
    row.setPlace(place.isEmpty() ? at.map(SalesWindowRecord::getNameZh).orElse("") : place);
    row.setOpenedAt(Ledger.utc(now));
    row.setFloatFen(floatFen);
    row.insert();
    Ledger.post(
        tx,
        Posting.of(Posting.Kind.SHIFT_OPENED, now)
            .by(new Till(person, Optional.of(row.getId())))
            .into(Account.CASH, floatFen)
            .outOf(Account.SAFE, floatFen)
            .done());
    audit.write(
        tx, actor, "shift.open", String.valueOf(row.getId()), floatFen + " fen, " + row.getPlace());
    return json(tx, row);
  }

  /**
   * Closes a shift: what was counted goes to the treasurer, and what is missing or too much is
   * booked as a difference. Whatever of the shift is under way is booked before.
   *
   * @return the statement, as openapi.yaml shows it
   * @throws Refused if there is no such shift, it is closed, or is another person's
   */
  JsonObject close(DSLContext tx, Actor actor, long id, long countedFen) {
    var row =
        tx.selectFrom(SHIFT)
            .where(SHIFT.ID.eq(id))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> unknown(id));
    requireMay(tx, actor, row);
    if (row.getClosedAt() != null) {
      throw Refused.conflict("班次 %d 已交班".formatted(id), "shift %d is closed".formatted(id));
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    long expected = inDrawer(tx, id);
    Ledger.post(
        tx,
        Posting.of(Posting.Kind.SHIFT_CLOSED, now)
            .by(new Till(row.getPersonId(), Optional.of(id)))
            .outOf(Account.CASH, expected)
            .into(Account.SAFE, countedFen)
            .into(Account.CASH_DIFFERENCE, expected - countedFen)
            .done());
    row.setClosedAt(Ledger.utc(now));
    row.setExpectedFen(expected);
    row.setCountedFen(countedFen);
    row.store();
    audit.write(
        tx,
        actor,
        "shift.close",
        String.valueOf(id),
        "%d fen expected, %d counted".formatted(expected, countedFen));
    return json(tx, row);
  }

  /**
   * One shift.
   *
   * @throws Refused if there is none, or it is another's and the caller keeps no books
   */
  JsonObject get(DSLContext tx, Actor actor, long id) {
    var row =
        tx.selectFrom(SHIFT).where(SHIFT.ID.eq(id)).fetchOptional().orElseThrow(() -> unknown(id));
    if (!keepsBooks(actor) || !tx.fetchExists(SHIFT, SHIFT.ID.eq(id).and(ofUnits(actor)))) {
      requireOwn(tx, actor, row);
    }
    return json(tx, row);
  }

  /** The newest shifts: all for those who keep the books, otherwise the caller's own. */
  JsonArray newest(DSLContext tx, Actor actor) {
    var which =
        keepsBooks(actor) ? ofUnits(actor) : SHIFT.PERSON_ID.eq(PeopleStore.idOf(tx, actor.name()));
    var names = names(tx);
    var shifts = new JsonArray();
    var windows = windows(tx, DSL.noCondition());
    tx.selectFrom(SHIFT)
        .where(which)
        .orderBy(SHIFT.ID.desc())
        .limit(LISTED)
        .forEach(
            row ->
                shifts.add(
                    head(tx, row, names.get(row.getPersonId()), windows.get(row.getWindowId()))));
    return shifts;
  }

  /** Codes of windows, by id. */
  private static Map<Integer, String> windows(DSLContext tx, Condition which) {
    return tx.select(SALES_WINDOW.ID, SALES_WINDOW.CODE)
        .from(SALES_WINDOW)
        .where(which)
        .fetchMap(SALES_WINDOW.ID, SALES_WINDOW.CODE);
  }

  private static Map<Integer, String> names(DSLContext tx) {
    return tx.select(PERSON.ID, PERSON.NAME).from(PERSON).fetchMap(PERSON.ID, PERSON.NAME);
  }

  private static boolean keepsBooks(Actor actor) {
    return actor.roles().contains(Role.ADMIN) || actor.roles().contains(Role.FINANCE);
  }

  private static void requireMay(DSLContext tx, Actor actor, ShiftRecord row) {
    if (!actor.roles().contains(Role.ADMIN)
        || !tx.fetchExists(SHIFT, SHIFT.ID.eq(row.getId()).and(ofUnits(actor)))) {
      requireOwn(tx, actor, row);
    }
  }

  private static void requireOwn(DSLContext tx, Actor actor, ShiftRecord row) {
    if (row.getPersonId() != PeopleStore.idOf(tx, actor.name())) {
      throw Refused.forbidden("这是他人的班次", "this is another person's shift");
    }
  }

  private static Refused unknown(long id) {
    return Refused.notFound("没有班次 " + id, "there is no shift " + id);
  }

  private static long inDrawer(DSLContext tx, long id) {
    return Ledger.balances(tx, POSTING.SHIFT_ID.eq(id)).get(Account.CASH);
  }

  private static JsonObject json(DSLContext tx, ShiftRecord row) {
    String person = names(tx).get(row.getPersonId());
    var window = windows(tx, SALES_WINDOW.ID.eq(row.getWindowId())).get(row.getWindowId());
    return head(tx, row, person, window)
        .put("statement", Statement.of(tx, POSTING.SHIFT_ID.eq(row.getId())));
  }

  private static JsonObject head(DSLContext tx, ShiftRecord row, String person, String window) {
    boolean open = row.getClosedAt() == null;
    long expected = open ? inDrawer(tx, row.getId()) : row.getExpectedFen();
    return new JsonObject()
        .put("id", row.getId())
        .put("person", person)
        .put("place", row.getPlace())
        .put("window", window)
        .put("opened_at", row.getOpenedAt().toInstant().toString())
        .put("closed_at", open ? null : row.getClosedAt().toInstant().toString())
        .put("float_fen", row.getFloatFen())
        .put("expected_fen", expected)
        .put("counted_fen", row.getCountedFen())
        .put("difference_fen", open ? null : row.getCountedFen() - expected);
  }
}
