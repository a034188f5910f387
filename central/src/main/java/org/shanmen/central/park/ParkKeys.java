package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET_KEY;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.Database;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SignedCode;

/**
 * The park's secrets, drawn on the first start and kept in the database: the key of all
 * fingerprints and the keys that sign ticket codes.
 */
public final class ParkKeys {
  private static final int LAST_KEY = 255;

  /**
   * What signs new codes.
   *
   * @param id under which gates know it
   */
  public record Signing(int id, Ed25519PrivateKeyParameters key) {}

  private final byte[] fingerprintKey;

  private ParkKeys(byte[] fingerprintKey) {
    this.fingerprintKey = fingerprintKey;
  }

  /**
   * Writes the park's names and zone down as configured and draws the keys that are missing.
   * Blocks; called once at start.
   */
  public static ParkKeys ensure(Database database, Park park, InstantSource clock) {
    var random = new SecureRandom();
    return database.transact(
        tx -> {
          byte[] drawn = new byte[Fingerprint.KEY_BYTES];
          random.nextBytes(drawn);
          tx.insertInto(PARK)
              .set(PARK.ID, 1)
              .set(PARK.NAME_ZH, park.nameZh())
              .set(PARK.NAME_EN, park.nameEn())
              .set(PARK.ZONE, park.zone().getId())
              .set(PARK.FINGERPRINT_KEY, drawn)
              .onConflict(PARK.ID)
              .doUpdate()
              .set(PARK.ZONE, park.zone().getId())
              .execute();
          tx.update(PARK)
              .set(PARK.NAME_ZH, park.nameZh())
              .set(PARK.NAME_EN, park.nameEn())
              .where(PARK.NAMED_HERE.isFalse())
              .execute();
          if (!tx.fetchExists(TICKET_KEY)) {
            addTicketKey(tx, 1, new Ed25519PrivateKeyParameters(random), clock.instant());
          }
          return new ParkKeys(tx.selectFrom(PARK).fetchSingle().getFingerprintKey());
        });
  }

  private static void addTicketKey(
      DSLContext tx, int id, Ed25519PrivateKeyParameters key, Instant now) {
    tx.insertInto(TICKET_KEY)
        .set(TICKET_KEY.ID, id)
        .set(TICKET_KEY.PUBLIC_KEY, key.generatePublicKey().getEncoded())
        .set(TICKET_KEY.PRIVATE_KEY, key.getEncoded())
        .set(TICKET_KEY.CREATED_AT, OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
        .execute();
  }

  /**
   * What signs codes in a transaction. A rotation waits for the end of that transaction, so that no
   * code is signed with a key that was forgotten before it was sold. Blocks.
   */
  public static Signing signing(DSLContext tx) {
    tx.select(PARK.ID).from(PARK).forKeyShare().fetch();
    var newest =
        tx.selectFrom(TICKET_KEY)
            .where(TICKET_KEY.PRIVATE_KEY.isNotNull())
            .orderBy(TICKET_KEY.ID.desc())
            .limit(1)
            .fetchSingle();
    return new Signing(newest.getId(), new Ed25519PrivateKeyParameters(newest.getPrivateKey()));
  }

  /**
   * Draws a new key for ticket codes and forgets the private halves of the older ones. Blocks.
   *
   * @param oldUntil until when codes of older keys are good; empty: until the tickets end. A key
   *     whose codes end earlier keeps its end
   * @return the new key's id; empty if all up to {@value #LAST_KEY} are used
   */
  static Optional<Integer> rotate(DSLContext tx, Optional<Instant> oldUntil, Instant now) {
    tx.selectFrom(PARK).forUpdate().fetch();
    int last = tx.select(DSL.max(TICKET_KEY.ID)).from(TICKET_KEY).fetchSingle(0, Integer.class);
    var id = IntStream.rangeClosed(last + 1, LAST_KEY).filter(SignedCode::isKeyId).findFirst();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    tx.update(TICKET_KEY).setNull(TICKET_KEY.PRIVATE_KEY).execute();
    oldUntil.ifPresent(until -> end(tx, OffsetDateTime.ofInstant(until, ZoneOffset.UTC)));
    addTicketKey(tx, id.getAsInt(), new Ed25519PrivateKeyParameters(new SecureRandom()), now);
    return Optional.of(id.getAsInt());
  }

  private static void end(DSLContext tx, OffsetDateTime until) {
    tx.update(TICKET_KEY)
        .set(TICKET_KEY.VALID_UNTIL, until)
        .where(TICKET_KEY.VALID_UNTIL.isNull().or(TICKET_KEY.VALID_UNTIL.gt(until)))
        .execute();
  }

  /** Of all credentials; {@link Fingerprint#KEY_BYTES} bytes. */
  public byte[] fingerprintKey() {
    return fingerprintKey.clone();
  }
}
