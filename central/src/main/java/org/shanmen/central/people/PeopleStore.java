package org.shanmen.central.people;

import static org.shanmen.central.db.tables.Tables.AUDIT;
import static org.shanmen.central.db.tables.Tables.PERSON;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.AuditRecord;
import org.shanmen.central.db.tables.tables.records.PersonRecord;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Role;

/** Users in the database. Methods take the caller's transaction and block. */
public final class PeopleStore {
  private final InstantSource clock;

  public PeopleStore(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A user to be.
   *
   * @param passwordHash argon2id
   */
  record NewPerson(
      String name,
      String displayName,
      String passwordHash,
      Set<Role> roles,
      String language,
      boolean disabled) {}

  /** What to change of a user; what is empty stays. */
  record PersonChange(
      Optional<String> displayName,
      Optional<String> passwordHash,
      Optional<Set<Role>> roles,
      Optional<String> language,
      Optional<Boolean> disabled) {}

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

  Optional<PersonRecord> find(DSLContext tx, String name) {
    return tx.selectFrom(PERSON).where(PERSON.NAME.eq(name)).fetchOptional();
  }

  List<Person> all(DSLContext tx) {
    return tx.selectFrom(PERSON).orderBy(PERSON.NAME).fetch(Person::of);
  }

  boolean isEmpty(DSLContext tx) {
    return !tx.fetchExists(PERSON);
  }

  Person add(DSLContext tx, NewPerson person) {
    var row =
        tx.insertInto(PERSON)
            .set(PERSON.NAME, person.name())
            .set(PERSON.DISPLAY_NAME, person.displayName())
            .set(PERSON.PASSWORD_HASH, person.passwordHash())
            .set(PERSON.ROLES, Role.join(person.roles()))
            .set(PERSON.LANGUAGE, person.language())
            .set(PERSON.DISABLED, person.disabled())
            .set(PERSON.CREATED_AT, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
            .onConflictDoNothing()
            .returning()
            .fetchOne();
    if (row == null) {
      throw Refused.conflict("用户名已存在:" + person.name(), "there is a user " + person.name());
    }
    return Person.of(row);
  }

  /**
   * @throws Refused if there is no such user, or nobody would be left to administer
   */
  Person change(DSLContext tx, String name, PersonChange change) {
    // One at a time, so that two administrators cannot demote each other at once.
    tx.query("lock table person in share row exclusive mode").execute();
    var row =
        find(tx, name)
            .orElseThrow(() -> Refused.notFound("没有用户 " + name, "there is no user " + name));
    change.displayName().ifPresent(row::setDisplayName);
    change.passwordHash().ifPresent(row::setPasswordHash);
    change.roles().map(Role::join).ifPresent(row::setRoles);
    change.language().ifPresent(row::setLanguage);
    change.disabled().ifPresent(row::setDisabled);
    row.store();
    boolean administered =
        all(tx).stream()
            .anyMatch(person -> !person.disabled() && person.roles().contains(Role.ADMIN));
    if (!administered) {
      throw Refused.conflict(
          "至少要保留一位可用的管理员", "at least one administrator must remain who is not disabled");
    }
    return Person.of(row);
  }

  List<AuditRecord> auditBefore(DSLContext tx, long before, int limit) {
    return tx.selectFrom(AUDIT)
        .where(before == Long.MAX_VALUE ? DSL.noCondition() : AUDIT.ID.lt(before))
        .orderBy(AUDIT.ID.desc())
        .limit(limit)
        .fetch();
  }
}
