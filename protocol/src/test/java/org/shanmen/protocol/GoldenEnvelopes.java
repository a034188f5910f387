package org.shanmen.protocol;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Confirm;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.DayRule;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Enrol;
import org.shanmen.protocol.wire.Enrolled;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.EventsAck;
import org.shanmen.protocol.wire.EventsWanted;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.HeartbeatReply;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.OpenOnce;
import org.shanmen.protocol.wire.PackedChunk;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.ReleaseFire;
import org.shanmen.protocol.wire.Renew;
import org.shanmen.protocol.wire.Revocation;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.RunTest;
import org.shanmen.protocol.wire.SnapshotAck;
import org.shanmen.protocol.wire.SnapshotChunk;
import org.shanmen.protocol.wire.SnapshotPlace;
import org.shanmen.protocol.wire.TicketKey;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;
import org.shanmen.protocol.wire.Welcome;
import org.shanmen.protocol.wire.WhitelistAck;
import org.shanmen.protocol.wire.WhitelistRequest;

/**
 * One filled-in envelope for each message of the protocol, by name. Every field is set, none to its
 * default.
 */
final class GoldenEnvelopes {
  private static final long TIME = 1_780_000_000_000L;

  private GoldenEnvelopes() {}

  static Map<String, Envelope> all() {
    var all = new LinkedHashMap<String, Envelope>();
    fromGate(all);
    fromCentre(all);
    return all;
  }

  private static void fromGate(Map<String, Envelope> all) {
    put(
        all,
        "enrol",
        e ->
            e.setEnrol(
                Enrol.newBuilder()
                    .setProtocolVersion(1)
                    .setGate("N1")
                    .setSecret("S3CRET")
                    .setCertificateRequest(bytes(0x30, 0x01))));
    put(
        all,
        "hello",
        e ->
            e.setHello(
                Hello.newBuilder()
                    .setProtocolVersion(1)
                    .setGate("N1")
                    .setSoftware("0.1.0")
                    .setWhitelistVersion(300)
                    .setWhitelistHash(0x0102030405060708L)
                    .setJournalEpoch(7)
                    .setJournalLast(129)
                    .setGateTimeMillis(TIME)));
    put(
        all,
        "whitelist_request",
        e ->
            e.setWhitelistRequest(
                WhitelistRequest.newBuilder().setHaveVersion(299).setWhy("wrong base")));
    put(
        all,
        "whitelist_ack",
        e -> e.setWhitelistAck(WhitelistAck.newBuilder().setVersion(300).setHash(-2)));
    put(all, "events", e -> e.setEvents(Events.newBuilder().addEvents(event()).setAfterLoss(true)));
    put(
        all,
        "command_result",
        e ->
            e.setCommandResult(
                CommandResult.newBuilder()
                    .setId("c-1")
                    .setOutcome(CommandResult.Outcome.NOT_NOW)
                    .setText("fire loop is broken")));
    put(
        all,
        "heartbeat",
        e ->
            e.setHeartbeat(
                Heartbeat.newBuilder()
                    .setAtMillis(TIME)
                    .setMode(LaneMode.ALWAYS_OPEN)
                    .setFire(true)
                    .setFree(true)
                    .setLamp(LampColour.LAMP_GREEN)
                    .addAlarms("FIRE")
                    .setPassedIn(5)
                    .setPassedOut(6)
                    .setWhitelistVersion(300)
                    .setWhitelistHash(1)
                    .setJournalLast(129)
                    .setSoftware("0.1.0")
                    .setHolding(true)
                    .setHeldRight(42)
                    .setHeldNumber(5001)));
  }

  private static void fromCentre(Map<String, Envelope> all) {
    put(
        all,
        "enrolled",
        e ->
            e.setEnrolled(
                Enrolled.newBuilder()
                    .addCertificateChain(bytes(0x30, 0x02))
                    .addCertificateChain(bytes(0x30, 0x03))));
    put(
        all,
        "welcome",
        e ->
            e.setWelcome(
                Welcome.newBuilder()
                    .setProtocolVersion(1)
                    .setCentreTimeMillis(TIME)
                    .setWhitelistVersion(301)
                    .setWhitelistHash(2)
                    .setAcknowledged(128)
                    .setLane(settings())));
    put(
        all,
        "snapshot_chunk",
        e ->
            e.setSnapshotChunk(
                SnapshotChunk.newBuilder()
                    .setVersion(301)
                    .setHash(3)
                    .setIndex(1)
                    .setLast(true)
                    .addChanges(Change.newBuilder().setPutTemplate(template().toByteString()))));
    put(
        all,
        "delta",
        e ->
            e.setDelta(
                Delta.newBuilder()
                    .setBaseVersion(300)
                    .setTargetVersion(303)
                    .setTargetHash(4)
                    .addChanges(Change.newBuilder().setPutRight(right().toByteString()))
                    .addChanges(Change.newBuilder().setRemoveRight(41))
                    .addChanges(Change.newBuilder().setAddUse(use().toByteString()))));
    put(
        all,
        "events_ack",
        e ->
            e.setEventsAck(
                EventsAck.newBuilder().setEpoch(7).setSequence(129).setWhitelistVersion(304)));
    put(
        all,
        "command_open_once",
        e ->
            e.setCommand(command().setOpenOnce(OpenOnce.newBuilder().setDirection(Direction.OUT))));
    put(all, "command_set_mode", e -> e.setCommand(command().setSetMode(LaneMode.EMERGENCY_OPEN)));
    put(
        all,
        "command_release_fire",
        e -> e.setCommand(command().setReleaseFire(ReleaseFire.getDefaultInstance())));
    put(
        all,
        "heartbeat_reply",
        e ->
            e.setHeartbeatReply(
                HeartbeatReply.newBuilder().setCentreTimeMillis(TIME).setGateTimeMillis(TIME - 1)));
    put(
        all,
        "refusal",
        e ->
            e.setRefusal(
                Refusal.newBuilder().setCause(Refusal.Cause.OUT_OF_ORDER).setText("Hello first")));
    put(
        all,
        "area_state",
        e ->
            e.setAreaState(
                AreaState.newBuilder().setArea(2).setFull(true).setUntilMillis(TIME + 60_000)));
    put(
        all,
        "command_confirm",
        e ->
            e.setCommand(
                command()
                    .setConfirm(
                        Confirm.newBuilder()
                            .setAccept(true)
                            .setHeldRight(42)
                            .setHeldNumber(5001))));
    put(
        all,
        "command_run_test",
        e -> e.setCommand(command().setRunTest(RunTest.getDefaultInstance())));
    sinceVersion2(all);
  }

  private static void sinceVersion2(Map<String, Envelope> all) {
    put(
        all,
        "hello_resuming",
        e ->
            e.setHello(
                Hello.newBuilder()
                    .setProtocolVersion(2)
                    .setGate("N1")
                    .setUnfinished(
                        SnapshotPlace.newBuilder().setVersion(301).setHash(3).setNextIndex(17))));
    put(
        all,
        "snapshot_ack",
        e -> e.setSnapshotAck(SnapshotAck.newBuilder().setVersion(301).setHash(3).setIndex(16)));
    put(
        all,
        "packed_chunk",
        e ->
            e.setPackedChunk(
                PackedChunk.newBuilder()
                    .setVersion(301)
                    .setHash(3)
                    .setIndex(17)
                    .setLast(true)
                    .setPacked(bytes(0, 0, 0, 2, 3, 0))));
    put(
        all,
        "events_wanted",
        e -> e.setEventsWanted(EventsWanted.newBuilder().setEpoch(7).setSequence(100)));
    put(
        all,
        "events_with_clock",
        e ->
            e.setEvents(
                Events.newBuilder()
                    .addEvents(
                        Event.newBuilder()
                            .setEpoch(7)
                            .setSequence(130)
                            .setClock(ClockQuality.HELD))));
    put(
        all,
        "claim",
        e ->
            e.setClaim(
                Claim.newBuilder()
                    .setId(5)
                    .setRight(42)
                    .setSettled(true)
                    .setEpoch(7)
                    .setSequence(130)));
    put(
        all,
        "claim_reply",
        e ->
            e.setClaimReply(
                ClaimReply.newBuilder()
                    .setId(5)
                    .setRight(42)
                    .setState(ClaimState.CLAIM_HELD_ELSEWHERE)
                    .addUses(use())));
    put(
        all,
        "delta_with_policy",
        e ->
            e.setDelta(
                Delta.newBuilder()
                    .setTargetVersion(1)
                    .addChanges(
                        Change.newBuilder()
                            .setPutTemplate(
                                TicketTemplate.newBuilder()
                                    .setId(3)
                                    .setOffline(OfflinePolicy.OFFLINE_STRICT)
                                    .build()
                                    .toByteString()))));
    put(all, "renew", e -> e.setRenew(Renew.newBuilder().setCertificateRequest(bytes(0x30, 0x02))));
    put(
        all,
        "refusal_revoked",
        e ->
            e.setRefusal(
                Refusal.newBuilder()
                    .setCause(Refusal.Cause.REVOKED_GATE)
                    .setRevocation(
                        Revocation.newBuilder()
                            .setGate("N1")
                            .setSerial("7f")
                            .build()
                            .toByteString())
                    .setRevocationSignature(bytes(0x30, 0x03))));
  }

  private static Event event() {
    return Event.newBuilder()
        .setEpoch(7)
        .setSequence(129)
        .setAtMillis(TIME)
        .setKind(EventKind.REFUSED)
        .setDirection(Direction.IN)
        .setCredential(CredentialKind.QR)
        .setFingerprint(0x1122334455667788L)
        .setRight(42)
        .setReason(Reason.USED_UP)
        .setPeople(1)
        .setReference(127)
        .setReferenceEpoch(6)
        .setDetail("d")
        .setTemplate(3)
        .setFeeFen(500)
        .setQuestion(question().toByteString())
        .build();
  }

  private static Question question() {
    return Question.newBuilder()
        .setRight(right())
        .setTemplate(template())
        .addUses(use())
        .setReserved(1)
        .setArea(2)
        .setCheckPoint(3)
        .setLane(LaneKind.TWO_WAY)
        .setDirection(Direction.IN)
        .setZone("Asia/Shanghai")
        .setNowMillis(TIME)
        .setAreaFull(true)
        .setOnline(true)
        .setUnconfirmedFen(500)
        .build();
  }

  private static LaneSettings settings() {
    return LaneSettings.newBuilder()
        .setGateNumber(1)
        .setGateName("北门 1")
        .setArea(2)
        .setAreaName("花园")
        .setCheckPoint(3)
        .setKind(LaneKind.ENTRY)
        .setZone("Asia/Shanghai")
        .setFingerprintKey(bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
        .addTicketKeys(TicketKey.newBuilder().setId(1).setPublicKey(bytes(9, 9)))
        .build();
  }

  private static TicketTemplate template() {
    return TicketTemplate.newBuilder()
        .setId(3)
        .setKind(TicketKind.COUNT_CARD)
        .setNameZh("次卡")
        .setNameEn("Count card")
        .addAreas(2)
        .setOpenFromMinute(480)
        .setOpenUntilMinute(1080)
        .setEntriesPerDay(1)
        .setMinutesBetween(5)
        .setWeekdays(0b0011111)
        .addDayRules(
            DayRule.newBuilder()
                .setFromDay(20_600)
                .setUntilDay(20_606)
                .setClosed(true)
                .setOpenFromMinute(540)
                .setOpenUntilMinute(1200))
        .addCheckPoints(3)
        .setDaysFromFirstUse(30)
        .setEntriesPerArea(2)
        .setReentry(Reentry.REENTRY_AFTER_EXIT)
        .setAntiPassbackMinutes(60)
        .setNeedsCheck(true)
        .addFees(Fee.newBuilder().setArea(2).setFen(500))
        .setOfflineLimitFen(1000)
        .setCollected(true)
        .setBeyondCapacity(true)
        .setOnly(Direction.IN)
        .build();
  }

  private static Right right() {
    return Right.newBuilder()
        .setId(42)
        .setTemplate(3)
        .setState(RightState.ACTIVE)
        .setValidFrom(1_780_000_000L)
        .setValidUntil(1_780_086_400L)
        .setEntries(10)
        .setPeople(1)
        .addFingerprints(0x1122334455667788L)
        .setCreditFen(12_000)
        .build();
  }

  private static Use use() {
    return Use.newBuilder()
        .setRight(42)
        .setGateNumber(1)
        .setEpoch(7)
        .setSequence(128)
        .setPeople(1)
        .setAtMillis(TIME)
        .setDirection(Direction.IN)
        .setArea(2)
        .setCheckPoint(3)
        .setFeeFen(500)
        .build();
  }

  private static Command.Builder command() {
    return Command.newBuilder().setId("c-1").setIssuer("control").setExpiresAtMillis(TIME + 10_000);
  }

  private static void put(
      Map<String, Envelope> all,
      String name,
      java.util.function.UnaryOperator<Envelope.Builder> body) {
    all.put(name, body.apply(Envelope.newBuilder().setNumber(all.size() + 1)).build());
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }
}
