package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shanmen.gate.admission.HeldRights.CARD;
import static org.shanmen.gate.admission.HeldRights.activeUntil;
import static org.shanmen.gate.admission.HeldRights.hour;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKey;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

class DoorkeeperTest {
  private static final int DAY = (int) HeldRights.MAY_DAY.toEpochDay() - SignedCode.EPOCH_DAY;
  private static final Ed25519PrivateKeyParameters PARK_KEY =
      new Ed25519PrivateKeyParameters(new byte[32]);
  private static final Ed25519PrivateKeyParameters OTHER_KEY =
      new Ed25519PrivateKeyParameters(seed(2));
  private static final LaneSettings SETTINGS =
      LaneSettings.newBuilder()
          .setGateNumber(1)
          .setArea(1)
          .setCheckPoint(10)
          .setKind(LaneKind.ENTRY)
          .setZone("Asia/Shanghai")
          .setFingerprintKey(ByteString.copyFrom(new byte[16]))
          .addTicketKeys(
              TicketKey.newBuilder()
                  .setId(3)
                  .setPublicKey(ByteString.copyFrom(PARK_KEY.generatePublicKey().getEncoded())))
          .build();

  private static byte[] seed(int first) {
    byte[] seed = new byte[Ed25519PrivateKeyParameters.KEY_SIZE];
    seed[0] = (byte) first;
    return seed;
  }

  private final HeldRights held = new HeldRights();
  private final Doorkeeper keeper = new Doorkeeper(SETTINGS, held);
  private final String code = new SignedCode(3, 77, 5, DAY, DAY, 1, 1).sign(PARK_KEY);

  @Test
  void aCodeThatNobodyKnowsIsUnknown() {
    assertThat(refusal("7ZK2M0000000000000000000")).isEqualTo(Reason.UNKNOWN);
  }

  @Test
  void aSignedCodeOpensAGateThatNeverHeardOfIt() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());

    assertThat(judge(code, hour(9))).isInstanceOf(Decision.Admit.class);
    assertThat(judge(code, hour(0))).isInstanceOf(Decision.Admit.class);
    assertThat(judge(code, hour(0) - 1)).isEqualTo(refused(Reason.NOT_YET_VALID, hour(0)));
    assertThat(judge(code, hour(24))).isEqualTo(refused(Reason.EXPIRED, 0));
  }

  @Test
  void aSignedCodeOfAnUnknownTicketTypeMeansThatTheListIsBehind() {
    assertThat(refusal(code)).isEqualTo(Reason.STALE);
  }

  @Test
  void aCodeThatTheParkDidNotSignIsForged() {
    String forged = new SignedCode(3, 77, 5, DAY, DAY, 1, 1).sign(OTHER_KEY);

    assertThat(refusal(forged)).isEqualTo(Reason.FORGED);
  }

  @Test
  void aRefundedTicketIsRefusedEvenIfOnlyItsSignedCodeIsShown() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());
    held.byId.put(
        77L,
        Right.newBuilder().setId(77).setTemplate(5).setState(RightState.RIGHT_REVOKED).build());

    assertThat(refusal(code)).isEqualTo(Reason.REVOKED);
  }

  // ---- Keys that were rotated ----

  @Test
  void aCodeOfAnEndedKeyIsRevokedFromItsEndListedOrNot() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());
    var later = keeperOf(key(3, PARK_KEY).setValidUntil(hour(10) / 1000), key(4, OTHER_KEY));
    assertThat(judge(later, code, hour(10) - 1, true)).isInstanceOf(Decision.Admit.class);
    assertThat(refusal(later, code, hour(10), true)).isEqualTo(Reason.REVOKED);

    held.byFingerprint.put(
        keeper.fingerprint(CredentialKind.QR, code), List.of(activeUntil(77, hour(24)).build()));
    assertThat(judge(later, code, hour(10) - 1, true)).isInstanceOf(Decision.Admit.class);
    assertThat(refusal(later, code, hour(10), true)).isEqualTo(Reason.REVOKED);
    assertThat(refusal(later, code, hour(11), false)).isEqualTo(Reason.REVOKED);
  }

  @Test
  void theEndOfAKeyTouchesNoCodeOfAnother() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());
    var later = keeperOf(key(3, PARK_KEY).setValidUntil(hour(1) / 1000), key(4, OTHER_KEY));
    String ofNext = new SignedCode(4, 78, 5, DAY, DAY, 1, 1).sign(OTHER_KEY);
    assertThat(judge(later, ofNext, hour(10), true)).isInstanceOf(Decision.Admit.class);
    held.byFingerprint.put(
        keeper.fingerprint(CredentialKind.QR, "7ZK2M0000000000000000000"),
        List.of(activeUntil(79, hour(24)).build()));
    assertThat(judge(later, "7ZK2M0000000000000000000", hour(10), true))
        .isInstanceOf(Decision.Admit.class);
  }

  @Test
  void aCodeThatOnlySaysToBeOfAnEndedKeyIsForged() {
    var later = keeperOf(key(3, PARK_KEY).setValidUntil(hour(1) / 1000), key(4, OTHER_KEY));
    String forged = new SignedCode(3, 77, 5, DAY, DAY, 1, 1).sign(OTHER_KEY);
    assertThat(refusal(later, forged, hour(10), true)).isEqualTo(Reason.FORGED);
  }

  /** A gate without a link may have missed a rotation; one with a link knows every key. */
  @Test
  void aCodeOfALaterKeyMeansThatTheGateIsBehindWhileItHasNoLink() {
    String later = new SignedCode(4, 77, 5, DAY, DAY, 1, 1).sign(OTHER_KEY);
    assertThat(refusal(keeper, later, hour(9), false)).isEqualTo(Reason.STALE);
    assertThat(refusal(keeper, later, hour(9), true)).isEqualTo(Reason.FORGED);
    String earlier = new SignedCode(2, 77, 5, DAY, DAY, 1, 1).sign(OTHER_KEY);
    assertThat(refusal(keeper, earlier, hour(9), false)).isEqualTo(Reason.FORGED);
  }

  @Test
  void aCodeOfAnotherParkWithTheSameKeyNumberIsForged() {
    String elsewhere = new SignedCode(3, 77, 5, DAY, DAY, 1, 1).sign(OTHER_KEY);
    assertThat(refusal(keeper, elsewhere, hour(9), false)).isEqualTo(Reason.FORGED);
    assertThat(refusal(keeper, elsewhere, hour(9), true)).isEqualTo(Reason.FORGED);
  }

  // ---- Rotating codes ----

  @Test
  void aRotatingCodeOpensForAMinuteAndIsAnOldOneThen() {
    listRotating(77);
    assertThat(judge(rotating(hour(9)), hour(9))).isInstanceOf(Decision.Admit.class);
    assertThat(judge(rotating(hour(9)), hour(9) + 59_999)).isInstanceOf(Decision.Admit.class);
    assertThat(judge(rotating(hour(9)), hour(9) + 60_000)).isEqualTo(refused(Reason.OLD_CODE, 0));
    // From ahead of the gate's clock: the clock is behind.
    assertThat(judge(rotating(hour(9)), hour(8))).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void aRotatingCodeOpensAGateThatNeverHeardOfItsSale() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());
    assertThat(judge(rotating(hour(9)), hour(9))).isInstanceOf(Decision.Admit.class);
    assertThat(judge(rotating(hour(9)), hour(9) + 60_000)).isEqualTo(refused(Reason.OLD_CODE, 0));
  }

  @Test
  void allRotatingCodesOfARightAreOneCredential() {
    long first = keeper.fingerprint(CredentialKind.QR, rotating(hour(9)));
    assertThat(keeper.fingerprint(CredentialKind.QR, rotating(hour(10)))).isEqualTo(first);
    assertThat(keeper.fingerprint(CredentialKind.QR, code)).isNotEqualTo(first);
    assertThat(keeper.fingerprint(CredentialKind.QR, "77")).isNotEqualTo(first);
  }

  @Test
  void aForgedRotatingCodeIsNotTakenForTheRightThatItNames() {
    listRotating(77);
    long listed = keeper.fingerprint(CredentialKind.QR, rotating(hour(9)));
    String forged =
        new SignedCode(3, 77, 5, DAY, DAY, 1, 1)
            .signRotating(OTHER_KEY, Instant.ofEpochMilli(hour(9)));
    assertThat(keeper.fingerprint(CredentialKind.QR, forged)).isNotEqualTo(listed);
    assertThat(refusal(forged)).isEqualTo(Reason.FORGED);
    assertThat(keeper.judge(CredentialKind.QR, forged, listed, at(hour(9))).decision())
        .isEqualTo(new Decision.Refuse(Ticket.NONE, Reason.FORGED));
    assertThat(refusal("~".repeat(SignedCode.ROTATING_CHARACTERS))).isEqualTo(Reason.UNKNOWN);
  }

  @Test
  void aRotatingCodeOfATicketThatWasGivenAFixedOneIsReplaced() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());
    held.byId.put(77L, activeUntil(77, hour(24)).addFingerprints(4711).build());
    assertThat(refusal(rotating(hour(9)))).isEqualTo(Reason.REPLACED);
  }

  @Test
  void aRotatingCodeOfAnEndedKeyIsRevoked() {
    listRotating(77);
    var later = keeperOf(key(3, PARK_KEY).setValidUntil(hour(9) / 1000), key(4, OTHER_KEY));
    assertThat(refusal(later, rotating(hour(9)), hour(9), true)).isEqualTo(Reason.REVOKED);
  }

  @Test
  void theQuestionTellsWhenARotatingCodeWasMade() {
    listRotating(77);
    String shown = rotating(hour(9));
    long fingerprint = keeper.fingerprint(CredentialKind.QR, shown);
    var question =
        keeper.judge(CredentialKind.QR, shown, fingerprint, at(hour(9))).question().orElseThrow();
    assertThat(question.getCodeMadeAtMillis()).isEqualTo(hour(9));
  }

  private void listRotating(long right) {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());
    var listed = activeUntil(right, hour(24)).build();
    held.byId.put(right, listed);
    held.byFingerprint.put(
        keeper.fingerprint(CredentialKind.QR, rotating(hour(9))), List.of(listed));
  }

  private static String rotating(long madeAtMillis) {
    return new SignedCode(3, 77, 5, DAY, DAY, 1, 1)
        .signRotating(PARK_KEY, Instant.ofEpochMilli(madeAtMillis));
  }

  private Doorkeeper keeperOf(TicketKey.Builder... keys) {
    var settings = SETTINGS.toBuilder().clearTicketKeys();
    Arrays.stream(keys).forEach(settings::addTicketKeys);
    return new Doorkeeper(settings.build(), held);
  }

  private static TicketKey.Builder key(int id, Ed25519PrivateKeyParameters key) {
    return TicketKey.newBuilder()
        .setId(id)
        .setPublicKey(ByteString.copyFrom(key.generatePublicKey().getEncoded()));
  }

  private Reason refusal(Doorkeeper at, String value, long nowMillis, boolean online) {
    return ((Decision.Refuse) judge(at, value, nowMillis, online)).reason();
  }

  private Decision judge(Doorkeeper at, String value, long nowMillis, boolean online) {
    var circumstances =
        new Circumstances(Direction.IN, right -> 0, right -> 0, false, online, nowMillis);
    long fingerprint = at.fingerprint(CredentialKind.QR, value);
    return at.judge(CredentialKind.QR, value, fingerprint, circumstances).decision();
  }

  @Test
  void aCardIsNeverTakenForASignedCode() {
    for (var kind : List.of(CredentialKind.CARD, CredentialKind.FACE, CredentialKind.ID_CARD)) {
      assertThat(keeper.judge(kind, code, 1, at(hour(9))).decision())
          .isEqualTo(new Decision.Refuse(Ticket.NONE, Reason.UNKNOWN));
    }
  }

  /** It was checked when it came; what is damaged since must not end the lane's loop. */
  @Test
  void aKeyThatIsNoneMakesNoCodeGenuine() {
    byte[] none = new byte[32];
    none[0] = 2;
    var there = keeperOf(TicketKey.newBuilder().setId(3).setPublicKey(ByteString.copyFrom(none)));

    assertThatThrownBy(there::checkKeys).isInstanceOf(IllegalArgumentException.class);
    assertThat(refusal(there, code, hour(9), true)).isEqualTo(Reason.FORGED);
  }

  @Test
  void aRehearsalChangesNoDecision() {
    keeper.rehearse();
    assertThat(refusal(code)).isEqualTo(Reason.STALE);
  }

  /** The list has it between the look-up of the code and that of the right which it names. */
  @Test
  void aCodeWhoseSaleComesInWhileItIsJudgedOpens() {
    held.templates.put(
        5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).addAreas(1).build());
    var right = activeUntil(77, hour(24)).build();
    held.afterLookUp =
        () -> {
          held.byId.put(77L, right);
          held.byFingerprint.put(keeper.fingerprint(CredentialKind.QR, code), List.of(right));
        };
    assertThat(judge(code, hour(9))).isInstanceOf(Decision.Admit.class);
  }

  /** The right was bought with this code, and then the code was printed anew. */
  @Test
  void aCodeThatWasReplacedNoLongerOpens() {
    held.templates.put(5, TicketTemplate.newBuilder().setId(5).setKind(TicketKind.SINGLE).build());
    var right = activeUntil(77, hour(24)).addFingerprints(4711).build();
    held.byId.put(77L, right);
    assertThat(refusal(code)).isEqualTo(Reason.REPLACED);

    held.byFingerprint.put(keeper.fingerprint(CredentialKind.QR, code), List.of(right));
    assertThat(judge(code, hour(9))).isInstanceOf(Decision.Admit.class);
  }

  // ---- What is asked ----

  @Test
  void aCredentialStandsUnderItsFingerprint() {
    assertThat(keeper.fingerprint(CredentialKind.CARD, "04:a1"))
        .isEqualTo(new Fingerprint(new byte[16]).of(CredentialKind.CARD, "04A1"));
  }

  @Test
  void theQuestionHoldsAllThatTheLaneAndTheCentreSaid() {
    held.used.put(1L, Use.newBuilder().setRight(1).setPeople(1).setAtMillis(hour(1)).build());
    held.reserved.put(1L, 2);
    held.card(activeUntil(1, hour(24)));
    var circumstances =
        new Circumstances(
            Direction.OUT, right -> held.reserved.get(right), right -> 300, true, true, hour(9));
    var question =
        keeper.judge(CredentialKind.CARD, "C", CARD, circumstances).question().orElseThrow();
    assertThat(question)
        .isEqualTo(
            Question.newBuilder()
                .setRight(held.byFingerprint.get(CARD).get(0).toBuilder().clearFingerprints())
                .setTemplate(held.templates.get(5))
                .addUses(held.used.get(1L))
                .setReserved(2)
                .setArea(1)
                .setCheckPoint(10)
                .setLane(LaneKind.ENTRY)
                .setDirection(Direction.IN)
                .setZone("Asia/Shanghai")
                .setNowMillis(hour(9))
                .setAreaFull(true)
                .setOnline(true)
                .setUnconfirmedFen(300)
                .build());
  }

  @Test
  void nothingIsAskedAboutWhatNobodyKnows() {
    assertThat(keeper.judge(CredentialKind.CARD, "C", CARD, at(hour(9))).question()).isEmpty();
  }

  @Test
  void anExitLeadsOutAndATwoWayLaneWhereOneStands() {
    held.card(activeUntil(1, hour(24)));
    assertThat(directionAt(LaneKind.EXIT, Direction.IN)).isEqualTo(Direction.OUT);
    assertThat(directionAt(LaneKind.ENTRY, Direction.OUT)).isEqualTo(Direction.IN);
    assertThat(directionAt(LaneKind.TWO_WAY, Direction.IN)).isEqualTo(Direction.IN);
    assertThat(directionAt(LaneKind.TWO_WAY, Direction.OUT)).isEqualTo(Direction.OUT);
  }

  @Test
  void anExitLetsOutWhomNobodyKnowsAndATwoWayLaneDoesNot() {
    assertThat(judgeAt(LaneKind.EXIT, Direction.OUT).decision())
        .isEqualTo(new Decision.Admit(Ticket.NONE, Direction.OUT, 1, Decision.UNLIMITED));
    assertThat(judgeAt(LaneKind.TWO_WAY, Direction.OUT).decision())
        .isEqualTo(new Decision.Refuse(Ticket.NONE, Reason.UNKNOWN));
  }

  private Direction directionAt(LaneKind kind, Direction shown) {
    return ((Decision.Admit) judgeAt(kind, shown).decision()).direction();
  }

  private Judgement judgeAt(LaneKind kind, Direction shown) {
    var there = new Doorkeeper(SETTINGS.toBuilder().setKind(kind).build(), held);
    var circumstances = new Circumstances(shown, right -> 0, right -> 0, false, true, hour(9));
    return there.judge(CredentialKind.CARD, "C", CARD, circumstances);
  }

  private Decision refused(Reason reason, long fromMillis) {
    return new Decision.Refuse(new Ticket(77, 5, TicketKind.SINGLE, "", ""), reason, fromMillis);
  }

  private Reason refusal(String value) {
    return ((Decision.Refuse) judge(value, hour(9))).reason();
  }

  private Decision judge(String value, long nowMillis) {
    long fingerprint = keeper.fingerprint(CredentialKind.QR, value);
    return keeper.judge(CredentialKind.QR, value, fingerprint, at(nowMillis)).decision();
  }

  private Circumstances at(long nowMillis) {
    return held.circumstances(Direction.IN, nowMillis);
  }
}
