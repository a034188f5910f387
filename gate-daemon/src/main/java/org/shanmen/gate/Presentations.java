package org.shanmen.gate;

import com.google.protobuf.ByteString;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.shanmen.gate.admission.Circumstances;
import org.shanmen.gate.admission.Claimed;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Doorkeeper;
import org.shanmen.gate.admission.Judgement;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.gate.lane.Input;
import org.shanmen.gate.lane.LaneMachine;
import org.shanmen.gate.lane.SameCode;
import org.shanmen.gate.lane.Showing;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Reason;

/**
 * What people show: tells a presentation from its echoes and has it judged by what the gate knows
 * and the centre said. Not thread-safe; owned by the lane loop.
 */
final class Presentations {
  private static final Judgement UNJUDGED =
      new Judgement(new Decision.Refuse(Ticket.NONE, Reason.DEVICE_FAULT), Optional.empty(), 0);

  private final LaneLoop.Books books;
  private final ParkTime time;
  private final ClaimDesk claims;
  private final OwnUses ownUses;
  private final CentreWord centre;
  private final SameCode sameCode;
  private final LaneMachine lane;
  private Optional<Doorkeeper> doorkeeper = Optional.empty();
  private int area;

  /** Who waits or is held; see {@link #answered}. */
  private final Map<Showing, Signal.Presented> kept = new HashMap<>();

  /** The last code that was read in the card collector. */
  private long inCollector;

  Presentations(
      LaneLoop.Books books,
      ParkTime time,
      ClaimDesk claims,
      OwnUses ownUses,
      CentreWord centre,
      SameCode sameCode,
      LaneMachine lane) {
    this.books = books;
    this.time = time;
    this.claims = claims;
    this.ownUses = ownUses;
    this.centre = centre;
    this.sameCode = sameCode;
    this.lane = lane;
  }

  /**
   * Judges by what the centre says of this lane from now on; by what it said before if that makes
   * no sense.
   *
   * @return why it makes none
   */
  Optional<String> configure(LaneSettings settings) {
    return configure(settings, Doorkeeper::checkKeys);
  }

  /** As {@link #configure}, by what was in force when the last run ended; sooner done. */
  Optional<String> resume(LaneSettings settings) {
    return configure(settings, keeper -> {});
  }

  private Optional<String> configure(LaneSettings settings, Consumer<Doorkeeper> check) {
    if (settings.getKind() == LaneKind.LANE_KIND_UNSPECIFIED
        || settings.getKind() == LaneKind.UNRECOGNIZED) {
      return Optional.of("it does not say what kind of lane this is, or this gate is too old");
    }
    try {
      var keeper = new Doorkeeper(settings, new LocalRights(books.whitelist(), ownUses));
      check.accept(keeper);
      doorkeeper = Optional.of(keeper);
      ownUses.settings(settings);
      area = settings.getArea();
      return Optional.empty();
    } catch (DateTimeException | IllegalArgumentException e) {
      // Zone, fingerprint key, ticket keys: their own constructors know what is right.
      return Optional.of(e.toString());
    }
  }

  /** The centre told what lane this is. Without the park's key nothing can be decided. */
  boolean isConfigured() {
    return doorkeeper.isPresent();
  }

  /** The park has revoked this gate: nothing is judged until it says anew what lane this is. */
  void forget() {
    doorkeeper = Optional.empty();
    kept.clear();
  }

  /**
   * Somebody shows something; empty for an echo of what was answered already, and when the centre
   * was asked: {@link #claimed} tells later.
   */
  Optional<Input> shown(Signal.Presented shown, long nowMillis) {
    long code =
        doorkeeper.isPresent()
            ? doorkeeper.get().fingerprint(shown.kind(), shown.value())
            : shown.value().hashCode();
    var showing = new Showing(code, shown.spot());
    var reading = sameCode.read(asSeen(shown, code), lane.isOpen(showing), nowMillis);
    if (reading != SameCode.Reading.NEW) {
      return reading == SameCode.Reading.LIES_THERE
          ? Optional.of(new Input.CardLies(showing))
          : Optional.empty();
    }
    if (shown.spot() == Spot.COLLECTOR) {
      inCollector = asSeen(shown, code).fingerprint();
    }
    return doorkeeper.isPresent()
        ? judged(shown, code, nowMillis).map(Input.class::cast)
        : Optional.of(input(shown, 0, UNJUDGED));
  }

  /** A phone that shows its next code shows something new: the one before may have been too old. */
  private static Showing asSeen(Signal.Presented shown, long fingerprint) {
    long code = (long) shown.value().hashCode() << 32;
    return new Showing(
        shown.kind() == CredentialKind.QR ? fingerprint ^ code : fingerprint, shown.spot());
  }

  /** The collector gave the card back: it may be pushed in again at once. */
  void cardHandedBack() {
    sameCode.cameOut(inCollector);
  }

  /**
   * The lane has answered. What was shown is kept while the lane remembers who showed it: he may be
   * judged anew.
   */
  void answered(Signal.Presented shown, long fingerprint) {
    var showing = new Showing(fingerprint, shown.spot());
    kept.keySet().removeIf(other -> !lane.remembers(other));
    if (lane.remembers(showing)) {
      kept.put(showing, shown);
    }
    sameCode.answered(asSeen(shown, fingerprint), lane.isOpen(showing));
  }

  /** Somebody who was kept, judged by what the gate knows now; see {@link #shown}. */
  Optional<Input.Presented> again(Showing showing, long nowMillis) {
    return Optional.ofNullable(kept.get(showing))
        .filter(shown -> doorkeeper.isPresent())
        .flatMap(shown -> judged(shown, showing.fingerprint(), nowMillis));
  }

  /** Who waited for the centre's word, judged with it. */
  Input.Presented claimed(ClaimDesk.Pending visitor, Claimed word) {
    var judgement =
        doorkeeper.isPresent() ? judgement(visitor.shown(), visitor.fingerprint(), word) : UNJUDGED;
    return input(visitor.shown(), visitor.fingerprint(), judgement);
  }

  /** What would be decided of whom the lane awaits on a right, if he came now. */
  Optional<Input> meanwhile(long right) {
    var now = time.now();
    var nobodyAwaited =
        new Circumstances(
            Direction.IN,
            each -> 0,
            each -> ownUses.unconfirmedFen(books.whitelist()::uses, each),
            isAreaFull(),
            centre.isOnline(),
            now.millis(),
            Claimed.PRESUMED,
            now.quality());
    return doorkeeper
        .flatMap(keeper -> keeper.judge(right, nobodyAwaited))
        .map(judgement -> new Input.JudgedMeanwhile(judgement.decision()));
  }

  private Optional<Input.Presented> judged(
      Signal.Presented shown, long fingerprint, long nowMillis) {
    var judgement = judgement(shown, fingerprint, Claimed.PRESUMED);
    var right = ClaimDesk.needed(judgement);
    if (right.isEmpty()) {
      return Optional.of(input(shown, fingerprint, judgement));
    }
    if (centre.isOnline() && claims.ask(shown, fingerprint, right.getAsLong(), nowMillis)) {
      return Optional.empty();
    }
    return Optional.of(
        input(shown, fingerprint, judgement(shown, fingerprint, Claimed.UNANSWERED)));
  }

  private Judgement judgement(Signal.Presented shown, long fingerprint, Claimed word) {
    return doorkeeper
        .orElseThrow()
        .judge(shown.kind(), shown.value(), fingerprint, circumstances(shown, word));
  }

  private static Input.Presented input(
      Signal.Presented shown, long fingerprint, Judgement judgement) {
    var question =
        judgement
            .question()
            .flatMap(asked -> ShortQuestion.of(asked, Limits.QUESTION_BYTES))
            .orElse(ByteString.EMPTY);
    return new Input.Presented(
        shown.kind(), fingerprint, shown.spot(), judgement.decision(), judgement.staff(), question);
  }

  private Circumstances circumstances(Signal.Presented shown, Claimed word) {
    var now = time.now();
    return new Circumstances(
        shown.spot().direction(),
        right -> lane.reservedOn(right, shown.spot()),
        right -> ownUses.unconfirmedFen(books.whitelist()::uses, right),
        isAreaFull(),
        centre.isOnline(),
        now.millis(),
        word,
        now.quality());
  }

  /** Whether the lane's area takes no more people, as the centre last said. */
  boolean isAreaFull() {
    return centre.isFull(area, time.now().millis());
  }
}
