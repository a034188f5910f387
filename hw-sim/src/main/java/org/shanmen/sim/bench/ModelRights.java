package org.shanmen.sim.bench;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKey;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * The park that is measured: tickets of one type, numbered from 1 as the centre numbers them, each
 * with one opaque code of 20 characters, one entry, valid from one of thirty days on for a year.
 */
final class ModelRights {
  static final LaneSettings LANE =
      LaneSettings.newBuilder()
          .setGateNumber(1)
          .setGateName("B1")
          .setArea(1)
          .setAreaName("Garden")
          .setCheckPoint(1)
          .setKind(LaneKind.ENTRY)
          .setZone("Asia/Shanghai")
          .setFingerprintKey(ByteString.copyFrom(new byte[Fingerprint.KEY_BYTES]))
          .addTicketKeys(
              TicketKey.newBuilder()
                  .setId(0)
                  .setPublicKey(ByteString.copyFrom(signingKey().generatePublicKey().getEncoded())))
          .build();

  static final Ed25519PublicKeyParameters PUBLIC_KEY = signingKey().generatePublicKey();

  static final TicketTemplate TYPE =
      TicketTemplate.newBuilder()
          .setId(1)
          .setKind(TicketKind.SINGLE)
          .setNameZh("全票")
          .setNameEn("Adult")
          .addAreas(1)
          .build();

  static final Fingerprint FINGERPRINT = new Fingerprint(LANE.getFingerprintKey().toByteArray());
  private static final long DAY_SECONDS = 86_400;
  private static final long FROM_SECONDS =
      (System.currentTimeMillis() / 1_000 / DAY_SECONDS - 31) * DAY_SECONDS;
  private static final int OTHER_GATE = 2;
  private static final int OPAQUE_CHARACTERS = 20;

  /** Odd, so that multiplying by it shuffles all 64-bit numbers (Knuth's 64-bit constant). */
  private static final long SHUFFLE = 6_364_136_223_846_793_005L;

  private ModelRights() {}

  static Ed25519PrivateKeyParameters signingKey() {
    return new Ed25519PrivateKeyParameters(new byte[Ed25519PrivateKeyParameters.KEY_SIZE]);
  }

  /** What is printed on the ticket. */
  static String code(long right) {
    String scattered = Long.toUnsignedString((right + 1) * SHUFFLE);
    return "S" + "0".repeat(OPAQUE_CHARACTERS - scattered.length()) + scattered;
  }

  /** A code that a gate honours without holding the right. */
  static String signedCode(long right) {
    int fromDay = (int) (FROM_SECONDS / DAY_SECONDS) - SignedCode.EPOCH_DAY;
    return new SignedCode(0, right, TYPE.getId(), fromDay, fromDay + 365, 1, 1).sign(signingKey());
  }

  static Right right(long id) {
    long from = FROM_SECONDS + id % 30 * DAY_SECONDS;
    return Right.newBuilder()
        .setId(id)
        .setTemplate(TYPE.getId())
        .setState(RightState.ACTIVE)
        .setValidFrom(from)
        .setValidUntil(from + 365 * DAY_SECONDS)
        .setEntries(1)
        .setPeople(1)
        .addFingerprints(FINGERPRINT.of(CredentialKind.QR, code(id)))
        .build();
  }

  static Change put(TicketTemplate type) {
    return Change.newBuilder().setPutTemplate(type.toByteString()).build();
  }

  static Change put(Right right) {
    return Change.newBuilder().setPutRight(right.toByteString()).build();
  }

  /** One of the first tenth, on which other gates report uses. */
  static long usedElsewhere(long number, int rights) {
    return 1 + number % (rights / 10);
  }

  /** One of the rest. */
  static long unused(Random random, int rights) {
    int used = rights / 10;
    return 1 + used + random.nextInt(rights - used);
  }

  /** Another gate let the holder of a right in. */
  static Change use(long right, long sequence) {
    var use =
        Use.newBuilder()
            .setRight(right)
            .setGateNumber(OTHER_GATE)
            .setEpoch(1)
            .setSequence(sequence)
            .setPeople(1)
            .setAtMillis(FROM_SECONDS * 1_000)
            .setDirection(Direction.IN)
            .setArea(1)
            .setCheckPoint(1)
            .build();
    return Change.newBuilder().setAddUse(use.toByteString()).build();
  }

  /** The first so many rights, in batches, their type first. */
  static Iterable<List<Change>> snapshot(int rights, int batch) {
    return () ->
        new Iterator<>() {
          private long next;

          @Override
          public boolean hasNext() {
            return next <= rights;
          }

          @Override
          public List<Change> next() {
            var changes = new ArrayList<Change>(batch);
            for (; changes.size() < batch && next <= rights; next++) {
              changes.add(next == 0 ? put(TYPE) : put(right(next)));
            }
            return changes;
          }
        };
  }
}
