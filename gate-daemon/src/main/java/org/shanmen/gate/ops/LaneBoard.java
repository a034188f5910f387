package org.shanmen.gate.ops;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.shanmen.gate.lane.LaneState;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.Reason;

/**
 * What the loop publishes about its lane, for heartbeats, health page and metrics. Thread-safe; the
 * loop writes, everybody reads.
 */
public final class LaneBoard {
  private static final long LONGEST_NANOS = 60_000_000_000L;

  /**
   * @param kind ADMITTED or REFUSED; empty before the first
   * @param reason empty for an admission
   * @param text as the panel said it
   * @param epoch of the event that it was recorded as
   * @param sequence of that event; tells a decision from one before that looks the same
   */
  record LastDecision(String kind, String reason, String text, long epoch, long sequence) {
    static final LastDecision NONE = new LastDecision("", "", "", 0, 0);

    static LastDecision of(Event event) {
      String reason = event.getKind() == EventKind.REFUSED ? event.getReason().name() : "";
      return new LastDecision(
          event.getKind().name(), reason, "", event.getEpoch(), event.getSequence());
    }

    LastDecision saying(String text) {
      return new LastDecision(kind, reason, text, epoch, sequence);
    }
  }

  /**
   * People seen by the beams.
   *
   * @param kind PASSED, FREE_PASS or UNAUTHORISED_PASS
   */
  record Passage(Direction direction, EventKind kind) {}

  private final Histogram decisionNanos = new Histogram(LONGEST_NANOS, 3);
  private final Histogram refusalNanos = new Histogram(LONGEST_NANOS, 3);
  private final Map<Reason, Long> refusals = new EnumMap<>(Reason.class);
  private final Map<Passage, Long> passages = new LinkedHashMap<>();
  private long admissions;
  private LaneState state;
  private LastDecision last = LastDecision.NONE;
  private long passedIn;
  private long passedOut;
  private boolean areaFull;

  public LaneBoard(LaneState first) {
    this.state = first;
    for (Direction direction : new Direction[] {Direction.IN, Direction.OUT}) {
      for (EventKind kind :
          new EventKind[] {EventKind.PASSED, EventKind.FREE_PASS, EventKind.UNAUTHORISED_PASS}) {
        passages.put(new Passage(direction, kind), 0L);
      }
    }
  }

  /** Returns whether this differs in anything that the centre shows. */
  public synchronized boolean publish(LaneState now) {
    var before = state;
    state = now;
    return before.mode() != now.mode()
        || before.posture() != now.posture()
        || before.fire() != now.fire()
        || before.lamp() != now.lamp()
        || before.holding() != now.holding()
        || before.heldRight() != now.heldRight()
        || before.heldNumber() != now.heldNumber()
        || !before.alarms().equals(now.alarms());
  }

  /** Takes note of an event that was recorded. */
  public synchronized void recorded(Event event) {
    switch (event.getKind()) {
      case ADMITTED -> {
        admissions++;
        last = LastDecision.of(event);
      }
      case REFUSED -> {
        refusals.merge(event.getReason(), 1L, Long::sum);
        last = LastDecision.of(event);
      }
      case PASSED, FREE_PASS, UNAUTHORISED_PASS ->
          passages.merge(new Passage(event.getDirection(), event.getKind()), 1L, Long::sum);
      default -> {
        // Of no interest to the metrics.
      }
    }
  }

  /** Takes note of what the panel says to the last decision. */
  public synchronized void said(String text) {
    last = last.saying(text);
  }

  /** From the last byte of a credential until the arm was told. */
  public synchronized void armReleased(long nanos) {
    decisionNanos.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nanos)));
  }

  /** From the last byte of a credential until the visitor was told that it does not let him in. */
  public synchronized void refusalTold(long nanos) {
    refusalNanos.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nanos)));
  }

  /** Takes note of whether the lane's area takes no more people, as the centre last said. */
  public synchronized void areaFull(boolean full) {
    areaFull = full;
  }

  synchronized boolean areaFull() {
    return areaFull;
  }

  /** All people whom the beams ever saw, see {@code PassageTally}. */
  public synchronized void passes(long in, long out) {
    passedIn = in;
    passedOut = out;
  }

  public synchronized LaneState state() {
    return state;
  }

  synchronized LastDecision last() {
    return last;
  }

  synchronized long passedIn() {
    return passedIn;
  }

  synchronized long passedOut() {
    return passedOut;
  }

  synchronized long admissions() {
    return admissions;
  }

  /** Codes shown since the start that nobody holds, and forged ones. */
  public synchronized long guesses() {
    return refusals.getOrDefault(Reason.UNKNOWN, 0L) + refusals.getOrDefault(Reason.FORGED, 0L);
  }

  synchronized Map<Reason, Long> refusals() {
    return new EnumMap<>(refusals);
  }

  synchronized Map<Passage, Long> passages() {
    return new LinkedHashMap<>(passages);
  }

  synchronized Histogram decisionNanos() {
    return decisionNanos.copy();
  }

  synchronized Histogram refusalNanos() {
    return refusalNanos.copy();
  }

  /** For the centre; the link adds what it knows itself. */
  public synchronized Heartbeat.Builder heartbeat() {
    return Heartbeat.newBuilder()
        .setMode(state.mode())
        .setFire(state.fire())
        .setFree(state.posture().isFree())
        .setLamp(state.lamp())
        .setHolding(state.holding())
        .setHeldRight(state.heldRight())
        .setHeldNumber(state.heldNumber())
        .addAllAlarms(state.alarms())
        .setPassedIn(passedIn)
        .setPassedOut(passedOut);
  }
}
