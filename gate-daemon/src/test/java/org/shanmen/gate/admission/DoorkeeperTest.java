package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKey;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

class DoorkeeperTest {
  private static final LocalDate MAY_DAY = LocalDate.of(2026, 5, 1);
  private static final int DAY = (int) MAY_DAY.toEpochDay() - SignedCode.EPOCH_DAY;
  private static final Ed25519PrivateKeyParameters PARK_KEY =
      new Ed25519PrivateKeyParameters(new byte[32]);
  private static final LaneSettings SETTINGS =
      LaneSettings.newBuilder()
          .setGateNumber(1)
          .setArea(1)
          .setKind(LaneKind.ENTRY)
          .setZone("Asia/Shanghai")
          .setFingerprintKey(ByteString.copyFrom(new byte[16]))
          .addTicketKeys(
              TicketKey.newBuilder()
                  .setId(3)
                  .setPublicKey(ByteString.copyFrom(PARK_KEY.generatePublicKey().getEncoded())))
          .build();

  private final Map<Long, Right> byFingerprint = new HashMap<>();
  private final Map<Long, Right> byId = new HashMap<>();
  private final Map<Integer, TicketTemplate> templates = new HashMap<>();
  private final Doorkeeper keeper = new Doorkeeper(SETTINGS, new FakeRights());
  private final String code = new SignedCode(3, 77, 5, DAY, DAY, 1, 1).sign(PARK_KEY);

  @Test
  void aCodeThatNobodyKnowsIsUnknown() {
    assertThat(refusal("7ZK2M0000000000000000000")).isEqualTo(Reason.UNKNOWN);
  }

  @Test
  void aSignedCodeOpensAGateThatNeverHeardOfIt() {
    templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());

    assertThat(judge(code, hour(9))).isInstanceOf(Decision.Admit.class);
    assertThat(judge(code, hour(0))).isInstanceOf(Decision.Admit.class);
    assertThat(judge(code, hour(0) - 1)).isEqualTo(refused(Reason.NOT_YET_VALID));
    assertThat(judge(code, hour(24))).isEqualTo(refused(Reason.EXPIRED));
  }

  @Test
  void aSignedCodeOfAnUnknownTicketTypeMeansThatTheListIsBehind() {
    assertThat(refusal(code)).isEqualTo(Reason.STALE);
  }

  @Test
  void aCodeThatTheParkDidNotSignIsForged() {
    byte[] seed = new byte[32];
    seed[0] = 1;
    String forged =
        new SignedCode(3, 77, 5, DAY, DAY, 1, 1).sign(new Ed25519PrivateKeyParameters(seed));

    assertThat(refusal(forged)).isEqualTo(Reason.FORGED);
  }

  @Test
  void aRefundedTicketIsRefusedEvenIfOnlyItsSignedCodeIsShown() {
    templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());
    byId.put(
        77L,
        Right.newBuilder().setId(77).setTemplate(5).setState(RightState.RIGHT_REVOKED).build());

    assertThat(refusal(code)).isEqualTo(Reason.REVOKED);
  }

  @Test
  void aCardIsNeverTakenForASignedCode() {
    assertThat(keeper.judge(CredentialKind.CARD, code, 1, right -> 0, hour(9)))
        .isEqualTo(new Decision.Refuse(Ticket.NONE, Reason.UNKNOWN));
  }

  @Test
  void aRehearsalChangesNoDecision() {
    keeper.rehearse();
    assertThat(refusal(code)).isEqualTo(Reason.STALE);
  }

  private Decision refused(Reason reason) {
    return new Decision.Refuse(new Ticket(77, 5, TicketKind.SINGLE, "", ""), reason);
  }

  private Reason refusal(String value) {
    return ((Decision.Refuse) judge(value, hour(9))).reason();
  }

  private Decision judge(String value, long nowMillis) {
    long fingerprint = keeper.fingerprint(CredentialKind.QR, value);
    return keeper.judge(CredentialKind.QR, value, fingerprint, right -> 0, nowMillis);
  }

  private static long hour(int hour) {
    return MAY_DAY
        .atStartOfDay(ZoneId.of("Asia/Shanghai"))
        .plusHours(hour)
        .toInstant()
        .toEpochMilli();
  }

  private final class FakeRights implements Rights {
    @Override
    public Optional<Right> right(long fingerprint) {
      return Optional.ofNullable(byFingerprint.get(fingerprint));
    }

    @Override
    public Optional<Right> rightById(long right) {
      return Optional.ofNullable(byId.get(right));
    }

    @Override
    public Optional<TicketTemplate> template(int template) {
      return Optional.ofNullable(templates.get(template));
    }

    @Override
    public List<Use> uses(long right) {
      return List.of();
    }
  }
}
