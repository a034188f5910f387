package org.shanmen.gate;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.journal.JournalFailed;
import org.shanmen.gate.journal.JournalFull;
import org.shanmen.gate.lane.Entry;
import org.shanmen.gate.ops.LaneBoard;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal and everything that is counted from it: open admissions, own uses, passes, metrics.
 * What the last run left is read at the start. Not thread-safe; owned by the lane loop.
 */
final class EventBook {
  private static final Logger LOG = LoggerFactory.getLogger(EventBook.class);

  private final Journal journal;
  private final ParkTime time;
  private final OwnUses ownUses;
  private final PassageTally tally;
  private final LaneBoard board;
  private final AdmissionBook admissions = new AdmissionBook();
  private boolean appended;
  private boolean full;

  EventBook(Journal journal, ParkTime time, OwnUses ownUses, PassageTally tally, LaneBoard board) {
    this.journal = journal;
    this.time = time;
    this.ownUses = ownUses;
    this.tally = tally;
    this.board = board;
    journal.forEachRetained(
        event -> {
          admissions.add(event);
          ownUses.add(event);
          tally.add(event);
          time.journaled(event);
        });
    board.passes(tally.in(), tally.out());
  }

  /**
   * Records what the lane says; kill-safe when it returns.
   *
   * @return why it could not be recorded; empty when it was
   */
  Optional<String> record(Entry entry) {
    var event =
        Event.newBuilder()
            .setKind(entry.kind())
            .setDirection(entry.direction())
            .setCredential(entry.credential())
            .setFingerprint(entry.fingerprint())
            .setRight(entry.right())
            .setTemplate(entry.template())
            .setReason(entry.reason())
            .setPeople(entry.people())
            .setFeeFen(entry.feeFen())
            .setQuestion(entry.question())
            .setDetail(shortened(entry.detail()));
    if (entry.admission() == 0) {
      return append(event);
    }
    if (entry.kind() != EventKind.ADMITTED) {
      admissions.refer(event, entry.admission());
      return append(event);
    }
    var failure = append(event);
    if (failure.isEmpty()) {
      admissions.number(entry.admission(), event);
    }
    return failure;
  }

  /** Where those wanted to go whom {@link #assumeUses} will take to have passed. */
  Set<Direction> openWays() {
    return admissions.assumptions().stream()
        .map(Event.Builder::getDirection)
        .collect(Collectors.toSet());
  }

  /**
   * Takes those to have passed whose admission the journal leaves open, because the last run ended
   * or the journal was full. Meant for when the lane awaits nobody.
   *
   * @return why it could not be recorded; empty when it was
   */
  Optional<String> assumeUses() {
    for (Event.Builder assumed : admissions.assumptions()) {
      LOG.warn(
          "{} people who were admitted are taken to have passed (right {})",
          assumed.getPeople(),
          Long.toUnsignedString(assumed.getRight()));
      var failure = append(assumed);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  /** Whether anything was appended since the last call; it is then on its way to the disk. */
  boolean forceAppended() {
    boolean any = appended;
    if (any) {
      appended = false;
      journal.forceSoon();
    }
    return any;
  }

  /** The journal had reached its limit; true once, when there is room again. */
  boolean hasRoomAgain() {
    boolean again = full && journal.fullness() < Limits.JOURNAL_ROOM_FULLNESS;
    full &= !again;
    return again;
  }

  private Optional<String> append(Event.Builder event) {
    try {
      var now = time.now();
      var recorded = journal.append(event.setAtMillis(now.millis()).setClock(now.quality()));
      appended = true;
      admissions.add(recorded);
      ownUses.add(recorded);
      tally.add(recorded);
      board.recorded(recorded);
      board.passes(tally.in(), tally.out());
      return Optional.empty();
    } catch (JournalFull e) {
      LOG.error("The journal is full: nobody is admitted until the centre took events over", e);
      full = true;
      return Optional.of("journal full");
    } catch (JournalFailed e) {
      LOG.error("The journal failed: nobody is admitted until the daemon is restarted", e);
      return Optional.of("journal failed, restart the daemon");
    }
  }

  private static String shortened(String detail) {
    return detail.length() <= Limits.DETAIL_CHARACTERS
        ? detail
        : detail.substring(0, Limits.DETAIL_CHARACTERS);
  }
}
