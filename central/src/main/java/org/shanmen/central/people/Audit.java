package org.shanmen.central.people;

import static org.shanmen.central.db.tables.Tables.AUDIT;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jooq.DSLContext;
import org.shanmen.central.web.Actor;

/** The log of who did what. Entries are written in the transaction that does it. Thread-safe. */
public final class Audit {
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
    tx.insertInto(AUDIT)
        .set(AUDIT.AT, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .set(AUDIT.ACTOR, actor.name())
        .set(AUDIT.ACTION, action)
        .set(AUDIT.SUBJECT, cut(subject, SUBJECT_LENGTH))
        .set(AUDIT.DETAIL, cut(detail, DETAIL_LENGTH))
        .set(AUDIT.ADDRESS, actor.address())
        .execute();
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
