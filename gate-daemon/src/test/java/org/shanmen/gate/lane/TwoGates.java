package org.shanmen.gate.lane;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.shanmen.gate.admission.Circumstances;
import org.shanmen.gate.admission.Claimed;
import org.shanmen.gate.admission.Doorkeeper;
import org.shanmen.gate.admission.Rights;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Confirm;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.OpenOnce;
import org.shanmen.protocol.wire.ReleaseFire;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * A few rights of different kinds at two gates of one check point, on virtual time, with the real
 * rules and the real lanes. What passes at one gate is known at the other at once, and the centre
 * is asked before anybody goes in.
 */
final class TwoGates implements Rights {
  static final String ZONE = "Asia/Shanghai";
  static final long PAUSE_MILLIS = 30 * 60_000L;

  static final long CREDIT_FEN = 7_000;

  static final long SINGLE = 1;
  static final long GROUP = 2;
  static final long COUNT_CARD = 3;
  static final long PAUSE = 4;
  static final long ANTI_PASSBACK = 5;
  static final long CONCESSION = 6;
  static final long STAFF = 7;
  static final long STORED_VALUE = 8;
  static final List<Long> IDS =
      List.of(SINGLE, GROUP, COUNT_CARD, PAUSE, ANTI_PASSBACK, CONCESSION, STAFF, STORED_VALUE);

  private static final int AREA = 1;
  private static final int CHECK_POINT = 10;
  private static final long BEGIN_MILLIS = 1_777_600_000_000L;

  final List<Gate> gates = List.of(new Gate(1, LaneKind.ENTRY), new Gate(2, LaneKind.TWO_WAY));

  private final Map<Long, Right> rights = new LinkedHashMap<>();
  private final Map<Integer, TicketTemplate> templates = new LinkedHashMap<>();
  private final List<Use> uses = new ArrayList<>();
  private long nowMillis;

  TwoGates() {
    define(SINGLE, TicketKind.SINGLE, 1, 1, rules());
    define(GROUP, TicketKind.GROUP, 4, 4, rules());
    define(COUNT_CARD, TicketKind.COUNT_CARD, 6, 1, rules().setEntriesPerDay(2));
    define(PAUSE, TicketKind.PERIOD_PASS, 0, 1, rules().setMinutesBetween(30));
    define(
        ANTI_PASSBACK, TicketKind.PERIOD_PASS, 0, 1, rules().setAntiPassbackMinutes(60 * 24 * 365));
    define(CONCESSION, TicketKind.CONCESSION, 1, 1, rules().setNeedsCheck(true));
    define(STAFF, TicketKind.STAFF_CARD, 0, 1, rules());
    define(
        STORED_VALUE,
        TicketKind.STORED_VALUE,
        0,
        2,
        rules().addFees(Fee.newBuilder().setArea(AREA).setFen(2_000)));
  }

  private static TicketTemplate.Builder rules() {
    return TicketTemplate.newBuilder().setOffline(OfflinePolicy.OFFLINE_STRICT);
  }

  private void define(
      long id, TicketKind kind, int entries, int people, TicketTemplate.Builder rules) {
    templates.put((int) id, rules.setId((int) id).setKind(kind).build());
    rights.put(
        id,
        Right.newBuilder()
            .setId(id)
            .setTemplate((int) id)
            .setState(RightState.ACTIVE)
            .setValidUntil(Integer.MAX_VALUE)
            .setEntries(entries)
            .setPeople(people)
            .setCreditFen(CREDIT_FEN)
            .build());
  }

  void refund(long right) {
    rights.computeIfPresent(
        right, (id, sold) -> sold.toBuilder().setState(RightState.RIGHT_REVOKED).build());
  }

  /** In the order in which they happened. */
  List<Use> usesOf(long right) {
    return uses.stream().filter(use -> use.getRight() == right).toList();
  }

  void after(long millis) {
    // A minute in small steps, for what the lanes still do; then there is nothing to see.
    long end = nowMillis + millis;
    while (nowMillis < end) {
      nowMillis =
          millis > 60_000 && end - nowMillis <= millis - 60_000
              ? end
              : Math.min(end, nowMillis + 200);
      gates.forEach(gate -> gate.on(new Input.Tick()));
    }
  }

  /** Everybody goes home. */
  void rest() {
    for (Gate gate : gates) {
      gate.beam(Beam.OUTER, false);
      gate.beam(Beam.INNER, false);
    }
    after(60_000);
  }

  // ---- What the gates hold ----

  /** A credential is the number of its right. */
  @Override
  public List<Right> rights(long fingerprint) {
    return Optional.ofNullable(rights.get(fingerprint)).stream().toList();
  }

  @Override
  public Optional<Right> rightById(long right) {
    return Optional.ofNullable(rights.get(right));
  }

  @Override
  public Optional<TicketTemplate> template(int template) {
    return Optional.ofNullable(templates.get(template));
  }

  @Override
  public List<Use> uses(long right) {
    return usesOf(right);
  }

  /** One gate. */
  final class Gate {
    final List<Entry> journal = new ArrayList<>();

    private final int number;
    private final LaneMachine machine = new LaneMachine(Memory.NONE, LaneOptions.DEFAULT);
    private final Doorkeeper doorkeeper;
    private final Map<Beam, Boolean> beams = new TreeMap<>();
    private final Set<Showing> toBeJudged = new LinkedHashSet<>();
    private int commands;

    private Gate(int number, LaneKind kind) {
      this.number = number;
      this.doorkeeper =
          new Doorkeeper(
              LaneSettings.newBuilder()
                  .setKind(kind)
                  .setArea(AREA)
                  .setCheckPoint(CHECK_POINT)
                  .setZone(ZONE)
                  .setFingerprintKey(ByteString.copyFrom(new byte[Fingerprint.KEY_BYTES]))
                  .build(),
              TwoGates.this);
      on(new Input.Configured(kind));
      perform(machine.start("test", nowMillis));
      for (Beam beam : Beam.values()) {
        on(new Input.BeamChanged(beam, false));
      }
    }

    LaneState lane() {
      return machine.state();
    }

    void show(long right, Spot spot) {
      var judgement = doorkeeper.judge(CredentialKind.CARD, "", right, circumstances(right, spot));
      on(
          new Input.Presented(
              CredentialKind.CARD,
              right,
              spot,
              judgement.decision(),
              judgement.staff(),
              ByteString.EMPTY));
    }

    /** The centre grants a right to one gate, as long as somebody is awaited or held on it. */
    private Circumstances circumstances(long right, Spot spot) {
      boolean elsewhere =
          gates.stream().filter(other -> other != this).anyMatch(other -> other.isUsing(right));
      var state = elsewhere ? ClaimState.CLAIM_HELD_ELSEWHERE : ClaimState.CLAIM_GRANTED;
      return new Circumstances(
          spot.direction(),
          each -> machine.reservedOn(each, spot),
          each -> 0,
          false,
          true,
          wallMillis(),
          new Claimed(0, state, List.of()),
          ClockQuality.LINKED);
    }

    private boolean isUsing(long right) {
      return machine.heldRight() == right
          || machine.reservedOn(right, Spot.OUTER) > 0
          || machine.reservedOn(right, Spot.INNER) > 0;
    }

    void walk(Beam first, Beam second) {
      beam(first, true);
      beam(second, true);
      beam(first, false);
      beam(second, false);
    }

    void turnBack() {
      beam(Beam.OUTER, true);
      beam(Beam.INNER, true);
      beam(Beam.INNER, false);
      beam(Beam.OUTER, false);
    }

    void beam(Beam beam, boolean blocked) {
      if (beams.getOrDefault(beam, false) != blocked) {
        nowMillis += 50;
        beams.put(beam, blocked);
        on(new Input.BeamChanged(beam, blocked));
      }
    }

    void confirm(boolean accept) {
      var seen = machine.state();
      command(
          Command.newBuilder()
              .setIssuer("li")
              .setConfirm(
                  Confirm.newBuilder()
                      .setAccept(accept)
                      .setHeldRight(seen.heldRight())
                      .setHeldNumber(seen.heldNumber())));
    }

    void openOnce() {
      command(Command.newBuilder().setOpenOnce(OpenOnce.newBuilder().setDirection(Direction.IN)));
    }

    void mode(LaneMode mode) {
      command(Command.newBuilder().setSetMode(mode));
    }

    void fireIsOver() {
      on(new Input.FireLoop(false));
      command(Command.newBuilder().setReleaseFire(ReleaseFire.getDefaultInstance()));
    }

    private void command(Command.Builder command) {
      command.setId(number + "-" + ++commands).setExpiresAtMillis(wallMillis() + 10_000);
      on(new Input.Commanded(command.build(), wallMillis()));
    }

    void on(Input input) {
      perform(machine.on(input, nowMillis));
      while (!toBeJudged.isEmpty()) {
        var next = toBeJudged.iterator().next();
        toBeJudged.remove(next);
        if (machine.remembers(next)) {
          show(next.fingerprint(), next.spot());
        }
      }
    }

    private void perform(List<Effect> effects) {
      for (Effect effect : effects) {
        if (effect instanceof Effect.Record recorded) {
          record(recorded.entry());
        } else if (effect instanceof Effect.JudgeAgain again) {
          toBeJudged.add(again.showing());
        }
      }
    }

    private void record(Entry entry) {
      journal.add(entry);
      boolean used = entry.kind() == EventKind.PASSED || entry.kind() == EventKind.USE_ASSUMED;
      if (used && entry.right() != 0) {
        uses.add(
            Use.newBuilder()
                .setRight(entry.right())
                .setGateNumber(number)
                .setSequence(journal.size())
                .setPeople(entry.people())
                .setAtMillis(wallMillis())
                .setDirection(entry.direction())
                .setFeeFen(entry.feeFen())
                .setArea(AREA)
                .setCheckPoint(CHECK_POINT)
                .build());
      }
    }

    private long wallMillis() {
      return BEGIN_MILLIS + nowMillis;
    }
  }
}
