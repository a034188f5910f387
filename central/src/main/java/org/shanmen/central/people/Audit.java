package org.shanmen.central.people;

import static org.shanmen.central.db.tables.Tables.AUDIT;
import static org.shanmen.central.db.tables.Tables.AUDIT_CHAIN;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.web.Actor;

/**
 * The log of who did what. Entries are written in the transaction that does it; {@link
 * AuditChainer} chains them afterwards. Thread-safe.
 */
public final class Audit {
  /** The action of an entry that tells whose texts were erased. */
  static final String ERASE = "audit.erase";

  /** What stands for a name that was erased. */
  private static final String ERASED = "erased";

  private static final int DETAIL_LENGTH = 2000;
  private static final int SUBJECT_LENGTH = 200;

  private final InstantSource clock;

  public Audit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param tx the transaction that makes the change
   * @param action such as ticket.refund
   * @param subject what was changed: a number, code or name
   * @param detail for people, may be empty; cut if too long, never a secret
   */
  public void write(DSLContext tx, Actor actor, String action, String subject, String detail) {
    add(tx, actor, action, subject, detail);
  }

  /**
   * Erases who, whom, what and from where of some entries; what is left is when, and which action.
   * The chain stays whole, and an entry of its own tells of it. Entries that are not chained yet or
   * were erased before are left as they are.
   *
   * @param which of the entries
   * @param why for people: the rule that asks for it
   * @return how many were erased
   */
  public int erase(DSLContext tx, Actor actor, Condition which, String why) {
    var chained =
        AUDIT
            .ERASED_BY
            .isNull()
            .and(AUDIT.ACTION.ne(ERASE))
            .and(AUDIT.ID.in(DSL.select(AUDIT_CHAIN.AUDIT_ID).from(AUDIT_CHAIN)));
    var ids = tx.select(AUDIT.ID).from(AUDIT).where(which.and(chained)).fetchSet(AUDIT.ID);
    if (ids.isEmpty()) {
      return 0;
    }
    long by = add(tx, actor, ERASE, ids.size() + " entries", why);
    return tx.update(AUDIT)
        .set(AUDIT.ACTOR, ERASED)
        .set(AUDIT.SUBJECT, "")
        .set(AUDIT.DETAIL, "")
        .set(AUDIT.ADDRESS, "")
        .setNull(AUDIT.SALT)
        .set(AUDIT.ERASED_BY, by)
        .where(AUDIT.ID.in(ids))
        .execute();
  }

  private long add(DSLContext tx, Actor actor, String action, String subject, String detail) {
    return tx.insertInto(AUDIT)
        .set(AUDIT.AT, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .set(AUDIT.ACTOR, actor.name())
        .set(AUDIT.ACTION, action)
        .set(AUDIT.SUBJECT, cut(subject, SUBJECT_LENGTH))
        .set(AUDIT.DETAIL, cut(detail, DETAIL_LENGTH))
        .set(AUDIT.ADDRESS, actor.address())
        .returningResult(AUDIT.ID)
        .fetchSingle()
        .value1();
  }

  /** At most so many characters, without half a surrogate pair at the end. */
  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }
}
