package org.shanmen.central.people;

import static org.shanmen.central.db.tables.Tables.OPERATING_UNIT;
import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.PERSON_UNIT;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.PersonRecord;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Rights;

/** Users in the database. Methods take the caller's transaction and block. */
public final class PeopleStore {
  private final InstantSource clock;
  private final RoleStore roles = new RoleStore();

  public PeopleStore(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A user to be.
   *
   * @param passwordHash argon2id
   * @param roles codes, built in or the park's own
   * @param units codes; none: the whole park
   * @param mustChangePassword because whoever makes the user knows it
   */
  record NewPerson(
      String name,
      String displayName,
      String passwordHash,
      Set<String> roles,
      Set<String> units,
      String language,
      boolean disabled,
      boolean mustChangePassword) {}

  /** What to change of a user; what is empty stays. */
  record PersonChange(
      Optional<String> displayName,
      Optional<String> passwordHash,
      Optional<Set<String>> roles,
      Optional<Set<String>> units,
      Optional<String> language,
      Optional<Boolean> disabled,
      Optional<Boolean> mustChangePassword) {
    /** A password that nobody but the user knows. */
    static PersonChange ofPassword(String hash) {
      return new PersonChange(
          Optional.empty(),
          Optional.of(hash),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(false));
    }
  }

  /** A user with what is compared at a log-in. */
  record Known(Person person, String passwordHash) {}

  /**
   * The number under which tables refer to a user.
   *
   * @throws Refused if the user is gone
   */
  public static int idOf(DSLContext tx, String name) {
    return tx.select(PERSON.ID)
        .from(PERSON)
        .where(PERSON.NAME.eq(name))
        .fetchOptional(PERSON.ID)
        .orElseThrow(() -> Refused.unauthenticated("用户不存在", "there is no such user any more"));
  }

  Optional<Known> find(DSLContext tx, String name) {
    return tx.selectFrom(PERSON)
        .where(PERSON.NAME.eq(name))
        .fetchOptional()
        .map(row -> new Known(person(tx, row), row.getPasswordHash()));
  }

  /** What somebody may do now. */
  Rights rights(DSLContext tx, Person person) {
    return new Rights(
        person.roles(),
        person.customRoles(),
        roles.operations(tx, person.customRoles()),
        person.units(),
        person.mustChangePassword());
  }

  List<Person> all(DSLContext tx) {
    Map<Integer, List<String>> units =
        tx.select(PERSON_UNIT.PERSON_ID, OPERATING_UNIT.CODE)
            .from(PERSON_UNIT)
            .join(OPERATING_UNIT)
            .on(OPERATING_UNIT.ID.eq(PERSON_UNIT.UNIT_ID))
            .fetchGroups(PERSON_UNIT.PERSON_ID, OPERATING_UNIT.CODE);
    return tx.selectFrom(PERSON)
        .orderBy(PERSON.NAME)
        .fetch(row -> Person.of(row, Set.copyOf(units.getOrDefault(row.getId(), List.of()))));
  }

  boolean isEmpty(DSLContext tx) {
    return !tx.fetchExists(PERSON);
  }

  /**
   * @throws Refused if the name is taken, or there is no such role or unit
   */
  Person add(DSLContext tx, NewPerson person) {
    roles.requireKnown(tx, person.roles());
    var row =
        tx.insertInto(PERSON)
            .set(PERSON.NAME, person.name())
            .set(PERSON.DISPLAY_NAME, person.displayName())
            .set(PERSON.PASSWORD_HASH, person.passwordHash())
            .set(PERSON.ROLES, Person.join(person.roles()))
            .set(PERSON.LANGUAGE, person.language())
            .set(PERSON.DISABLED, person.disabled())
            .set(PERSON.MUST_CHANGE_PASSWORD, person.mustChangePassword())
            .set(PERSON.CREATED_AT, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
            .onConflictDoNothing()
            .returning()
            .fetchOne();
    if (row == null) {
      throw Refused.conflict("用户名已存在：" + person.name(), "there is a user " + person.name());
    }
    bind(tx, row.getId(), person.units());
    return person(tx, row);
  }

  /**
   * @throws Refused if there is no such user, role or unit, or nobody would be left to administer
   */
  Person change(DSLContext tx, String name, PersonChange change) {
    // One at a time, so that two administrators cannot demote each other at once.
    tx.query("lock table person in share row exclusive mode").execute();
    var row =
        tx.selectFrom(PERSON)
            .where(PERSON.NAME.eq(name))
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有用户 " + name, "there is no user " + name));
    change.roles().ifPresent(codes -> roles.requireKnown(tx, codes));
    change.displayName().ifPresent(row::setDisplayName);
    change.passwordHash().ifPresent(row::setPasswordHash);
    change.roles().map(Person::join).ifPresent(row::setRoles);
    change.language().ifPresent(row::setLanguage);
    change.disabled().ifPresent(row::setDisabled);
    change.mustChangePassword().ifPresent(row::setMustChangePassword);
    row.store();
    change.units().ifPresent(units -> bind(tx, row.getId(), units));
    if (all(tx).stream().noneMatch(Person::administers)) {
      throw Refused.conflict(
          "至少要保留一位可用且不限经营单位的管理员",
          "at least one administrator must remain who is not disabled and works for the whole park");
    }
    return person(tx, row);
  }

  private static void bind(DSLContext tx, int person, Set<String> units) {
    tx.deleteFrom(PERSON_UNIT).where(PERSON_UNIT.PERSON_ID.eq(person)).execute();
    var ids =
        tx.select(OPERATING_UNIT.CODE, OPERATING_UNIT.ID)
            .from(OPERATING_UNIT)
            .where(OPERATING_UNIT.CODE.in(units))
            .fetchMap(OPERATING_UNIT.CODE, OPERATING_UNIT.ID);
    var unknown = new HashSet<>(units);
    unknown.removeAll(ids.keySet());
    if (!unknown.isEmpty()) {
      throw Refused.unprocessable("没有经营单位 " + unknown, "there is no operating unit " + unknown);
    }
    ids.values()
        .forEach(
            unit ->
                tx.insertInto(PERSON_UNIT)
                    .set(PERSON_UNIT.PERSON_ID, person)
                    .set(PERSON_UNIT.UNIT_ID, unit)
                    .execute());
  }

  private static Person person(DSLContext tx, PersonRecord row) {
    return Person.of(
        row,
        tx.select(OPERATING_UNIT.CODE)
            .from(PERSON_UNIT)
            .join(OPERATING_UNIT)
            .on(OPERATING_UNIT.ID.eq(PERSON_UNIT.UNIT_ID))
            .where(PERSON_UNIT.PERSON_ID.eq(row.getId()))
            .fetchSet(OPERATING_UNIT.CODE));
  }
}
