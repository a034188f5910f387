package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.AUDIT;
import static org.shanmen.central.db.tables.Tables.CLAIM;
import static org.shanmen.central.db.tables.Tables.ENROLMENT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.HANDHELD;
import static org.shanmen.central.db.tables.Tables.REVOKED_CERTIFICATE;

import com.google.protobuf.ByteString;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.shanmen.central.db.Database;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.OpaqueCode;
import org.shanmen.protocol.wire.Enrol;
import org.shanmen.protocol.wire.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One-time codes with which a gate gets its certificate. Only the SHA-256 of a secret is stored; a
 * new code for a gate makes its earlier ones worthless.
 *
 * <p>Thread-safe.
 */
public final class Enrolments {
  private static final Logger log = LoggerFactory.getLogger(Enrolments.class);

  /**
   * @param code {@code GATE.SECRET.CAFP}, to be typed into the gate's configuration; shown once
   */
  public record Code(String code, Instant expiresAt) {}

  /** What came of a gate's request. */
  sealed interface Outcome {
    record Enrolled(int gate, List<byte[]> chain) implements Outcome {
      /** The certificate with those that vouch for it, as the gate is told. */
      Envelope.Builder message() {
        return Envelope.newBuilder()
            .setEnrolled(
                org.shanmen.protocol.wire.Enrolled.newBuilder()
                    .addAllCertificateChain(chain.stream().map(ByteString::copyFrom).toList()));
      }
    }

    record Refused(String why) implements Outcome {}
  }

  private final Database database;
  private final Ca ca;
  private final InstantSource clock;
  private final GuessWatch guesses;
  private final AtomicLong wrongCodes = new AtomicLong();
  private final SecureRandom random = new SecureRandom();

  public Enrolments(Database database, Ca ca, InstantSource clock) {
    this.database = database;
    this.ca = ca;
    this.clock = clock;
    this.guesses = new GuessWatch(clock);
  }

  /**
   * Makes a code.
   *
   * @param actor who asked for it, for the audit log
   * @param address from where
   * @return empty if there is no such gate
   */
  public Future<Optional<Code>> issue(String gate, String actor, String address) {
    byte[] bits = new byte[OpaqueCode.RANDOM_BYTES];
    random.nextBytes(bits);
    String secret = OpaqueCode.of(bits);
    var now = clock.instant();
    var expires = now.plusMillis(Limits.ENROLMENT_MILLIS);
    return database.inTransaction(
        tx -> {
          var found =
              tx.select(GATE.ID)
                  .from(GATE)
                  .where(GATE.CODE.eq(gate))
                  .and(GATE.RETIRED_AT.isNull())
                  .and(GATE.ID.notIn(DSL.select(HANDHELD.GATE_ID).from(HANDHELD)))
                  .fetchOptional(GATE.ID);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          tx.update(ENROLMENT)
              .set(ENROLMENT.USED_AT, Times.utc(now))
              .where(ENROLMENT.GATE_ID.eq(found.get()).and(ENROLMENT.USED_AT.isNull()))
              .execute();
          tx.insertInto(ENROLMENT)
              .set(ENROLMENT.GATE_ID, found.get())
              .set(ENROLMENT.SECRET_HASH, hash(secret))
              .set(ENROLMENT.EXPIRES_AT, Times.utc(expires))
              .execute();
          audit(tx, now, actor, "gate.enrolment-code", gate, address);
          return Optional.of(new Code(gate + "." + secret + "." + ca.fingerprint(), expires));
        });
  }

  /**
   * Consumes a secret and signs the gate's certificate, which replaces the one it had. A right
   * secret is taken however many wrong ones came from the same address: 120 random bits are not
   * guessed, and an installer may share his address with whoever tries.
   *
   * @param address of the peer, for the alarm about guesses and the audit log
   */
  Future<Outcome> redeem(Enrol enrol, String address) {
    Decoded<X509Certificate> signed =
        ca.issue(enrol.getGate(), enrol.getCertificateRequest().toByteArray());
    if (signed instanceof Decoded.Malformed<X509Certificate> malformed) {
      return refused(malformed.why());
    }
    var certificate = ((Decoded.Ok<X509Certificate>) signed).value();
    return database
        .inTransaction(tx -> consume(tx, enrol, certificate, address))
        .map(
            gate -> {
              if (gate.isEmpty()) {
                wrongCodes.incrementAndGet();
                if (guesses.isTooMany(address)) {
                  log.error("{} tries enrolment codes", address);
                }
                return new Outcome.Refused(
                    "unknown, used or expired enrolment code: ask the centre for a new one");
              }
              return new Outcome.Enrolled(
                  gate.get(), List.of(der(certificate), der(ca.certificate())));
            });
  }

  /** Codes since the start that were unknown, used or expired. */
  public long wrongCodes() {
    return wrongCodes.get();
  }

  private Optional<Integer> consume(
      DSLContext tx, Enrol enrol, X509Certificate certificate, String address) {
    var now = clock.instant();
    var gate =
        tx.update(ENROLMENT)
            .set(ENROLMENT.USED_AT, Times.utc(now))
            .from(GATE)
            .where(ENROLMENT.GATE_ID.eq(GATE.ID))
            .and(GATE.CODE.eq(enrol.getGate()))
            .and(ENROLMENT.SECRET_HASH.eq(hash(enrol.getSecret())))
            .and(ENROLMENT.USED_AT.isNull())
            .and(ENROLMENT.EXPIRES_AT.gt(Times.utc(now)))
            .returningResult(ENROLMENT.GATE_ID, ENROLMENT.ID)
            .fetchOptional()
            .map(Record2::value1);
    gate.ifPresent(
        id -> {
          tx.update(GATE)
              .set(GATE.CERTIFICATE_SERIAL, Ca.serial(certificate))
              .set(GATE.ENROLLED_AT, Times.utc(now))
              .setNull(GATE.NEXT_CERTIFICATE_SERIAL)
              .where(GATE.ID.eq(id))
              .execute();
          audit(tx, now, "system", "gate.enrolled", enrol.getGate(), address);
        });
    return gate;
  }

  /**
   * Signs a new certificate for a gate that is connected with the one in force. The old one holds
   * until the new one was shown.
   *
   * @param serial of the certificate that the connection was made with
   * @param request PKCS#10, DER, from the network
   */
  Future<Outcome> renew(int gate, String code, String serial, byte[] request) {
    Decoded<X509Certificate> signed = ca.issue(code, request);
    if (signed instanceof Decoded.Malformed<X509Certificate> malformed) {
      return refused(malformed.why());
    }
    var certificate = ((Decoded.Ok<X509Certificate>) signed).value();
    return database.inTransaction(
        tx -> {
          int noted =
              tx.update(GATE)
                  .set(GATE.NEXT_CERTIFICATE_SERIAL, Ca.serial(certificate))
                  .where(GATE.ID.eq(gate).and(GATE.CERTIFICATE_SERIAL.eq(serial)))
                  .execute();
          if (noted == 0) {
            return new Outcome.Refused(
                "certificate " + serial + " is not in force for gate " + code + " any more");
          }
          audit(tx, clock.instant(), "system", "gate.renewed", code, "");
          return new Outcome.Enrolled(gate, List.of(der(certificate), der(ca.certificate())));
        });
  }

  /**
   * Takes a gate's certificates back, and every code and claim of it. Whoever shows one of them is
   * told so for ever, whether the gate is enrolled anew or not.
   *
   * @return the gate's number; empty if there is none of this code
   */
  Future<Optional<Integer>> revoke(String gate, String actor, String address) {
    var now = clock.instant();
    return database.inTransaction(
        tx -> {
          var found = tx.selectFrom(GATE).where(GATE.CODE.eq(gate)).forUpdate().fetchOptional();
          found.ifPresent(
              row -> {
                Stream.of(row.getCertificateSerial(), row.getNextCertificateSerial())
                    .filter(Objects::nonNull)
                    .forEach(serial -> noteRevoked(tx, row.getId(), serial, now));
                row.setCertificateSerial(null);
                row.setNextCertificateSerial(null);
                row.update();
                tx.update(ENROLMENT)
                    .set(ENROLMENT.USED_AT, Times.utc(now))
                    .where(ENROLMENT.GATE_ID.eq(row.getId()).and(ENROLMENT.USED_AT.isNull()))
                    .execute();
                tx.deleteFrom(CLAIM).where(CLAIM.GATE_ID.eq(row.getId())).execute();
                audit(tx, now, actor, "gate.revoked", gate, address);
              });
          return found.map(row -> row.getId());
        });
  }

  private static void noteRevoked(DSLContext tx, int gate, String serial, Instant now) {
    tx.insertInto(REVOKED_CERTIFICATE)
        .set(REVOKED_CERTIFICATE.SERIAL, serial)
        .set(REVOKED_CERTIFICATE.GATE_ID, gate)
        .set(REVOKED_CERTIFICATE.REVOKED_AT, Times.utc(now))
        .onConflictDoNothing()
        .execute();
  }

  /** Whether the park has taken a certificate back. */
  static boolean isRevoked(DSLContext sql, String serial) {
    return sql.fetchExists(REVOKED_CERTIFICATE, REVOKED_CERTIFICATE.SERIAL.eq(serial));
  }

  /** What has become of a certificate with which a gate is connected. */
  enum Standing {
    IN_FORCE,
    REPLACED,
    REVOKED
  }

  /** By gate number; a gate that is not there any more has a certificate that was replaced. */
  static Map<Integer, Standing> standings(DSLContext sql, Map<Integer, String> shown) {
    var good = new HashMap<Integer, Set<String>>();
    sql.select(GATE.ID, GATE.CERTIFICATE_SERIAL, GATE.NEXT_CERTIFICATE_SERIAL)
        .from(GATE)
        .where(GATE.CERTIFICATE_SERIAL.isNotNull())
        .forEach(
            row ->
                good.put(
                    row.value1(),
                    Stream.of(row.value2(), row.value3())
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet())));
    var standings = new HashMap<Integer, Standing>();
    shown.forEach(
        (gate, serial) -> {
          if (good.getOrDefault(gate, Set.of()).contains(serial)) {
            standings.put(gate, Standing.IN_FORCE);
          } else {
            standings.put(gate, isRevoked(sql, serial) ? Standing.REVOKED : Standing.REPLACED);
          }
        });
    return standings;
  }

  private static void audit(
      DSLContext tx, Instant now, String actor, String action, String gate, String address) {
    tx.insertInto(AUDIT)
        .set(AUDIT.AT, Times.utc(now))
        .set(AUDIT.ACTOR, actor)
        .set(AUDIT.ACTION, action)
        .set(AUDIT.SUBJECT, gate)
        .set(AUDIT.DETAIL, "")
        .set(AUDIT.ADDRESS, address)
        .execute();
  }

  private static Future<Outcome> refused(String why) {
    return Future.succeededFuture(new Outcome.Refused(why));
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
